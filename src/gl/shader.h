#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace birddream::gl {

/// A linked vertex + fragment program from files of the shaders folder. Needs a current context for its whole
/// life.
class Shader {
 public:
  /// `name` finds name.vert and name.frag. Error: missing file, or the driver's log with the file's name and
  /// line.
  static Result<Shader> load(const std::filesystem::path& folder, const std::string& name);
  ~Shader();
  Shader(Shader&& other) noexcept;
  Shader& operator=(Shader&& other) noexcept;
  Shader(const Shader&) = delete;
  Shader& operator=(const Shader&) = delete;

  /// Reads and compiles the files again. Error: as `load`; the program that was there goes on working.
  Status reload();

  void use() const;
  int location(const char* uniform) const;

 private:
  Shader(std::filesystem::path folder, std::string name, std::uint32_t program);
  std::filesystem::path folder_;
  std::string name_;
  std::uint32_t program_ = 0;
};

}  // namespace birddream::gl
