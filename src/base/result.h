#pragma once

#include <string>
#include <utility>
#include <variant>

namespace birddream {

/// A failure a user can read: what is wrong, where, and what to do about it, in one or two plain sentences
/// without a trailing newline. Errors are values: nothing in birddream throws across a module's boundary.
struct Error {
  std::string message;
};

/// Either a value or an Error. Check `ok()` (or the bool conversion) before `value()`; asking for the side
/// that is not there throws std::bad_variant_access, which is a programming error, not a report to the user.
template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit on purpose: `return value;` and `return Error{...};` both read well.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }

  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// The result of something that yields no value: done, or an Error.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<std::monostate, Error> state_;
};

}  // namespace birddream
