#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace birddream::checkpoint {

/// Whether a text may stand in such a file: no control characters, and not so long.
bool is_short_plain(std::string_view text, std::size_t longest = 1024);

/// Reads the values of one foreign JSON object, believing nothing. Once something is not as it should be
/// everything further is left alone, so that reading code asks once, at the end, for the first fault. A
/// missing key that is not `needed` leaves `to` as it was.
class Fields {
 public:
  /// `what` the object is, in messages: "class 3". The object must outlive this.
  Fields(const nlohmann::json& object, std::string what);

  /// Short text without control characters; needed text is not blank.
  void text(const char* key, std::string& to, bool needed = false);
  /// As text(), of up to 4096 bytes: a path, a place of a series.
  void long_text(const char* key, std::string& to);
  /// A text out of those.
  void choice(const char* key, std::span<const std::string_view> known, std::string& to);
  void flag(const char* key, bool& to);
  /// Finite.
  void number(const char* key, double& to);
  void whole(const char* key, int low, int high, int& to);
  /// From 0 on, exact (at most 9e15).
  void count(const char* key, std::int64_t& to);
  /// Exactly as many finite numbers as `to` has room for.
  void numbers(const char* key, std::span<double> to);
  /// An object of numbers.
  void metrics(const char* key, std::map<std::string, double>& to);
  /// A needed list with at least one entry; an empty one after a fault.
  const nlohmann::json& list(const char* key);
  /// A needed list of at least one text, each as text().
  void texts(const char* key, std::vector<std::string>& to);

  /// Any other key is a fault: a misspelt one would else be ignored in silence.
  void only(std::initializer_list<std::string_view> keys);

  /// What is there under a key; null where nothing is, and after a fault. Needed: its lack is a fault.
  const nlohmann::json* find(const char* key, bool needed = false);
  /// A fault of the whole object; a full stop behind it is taken off.
  void refuse(const std::string& why);

  /// The first fault, as the end of a sentence; empty when there was none.
  const std::string& fault() const { return fault_; }

 private:
  void read_text(const char* key, std::string& to, std::size_t longest);
  void complain(const char* key, const std::string& problem);

  const nlohmann::json& object_;
  std::string what_;
  std::string fault_;
};

}  // namespace birddream::checkpoint
