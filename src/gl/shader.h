#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace birddream::gl {

/// A linked vertex + fragment program from files of the shaders folder. Needs a current context for its whole
/// life.
class Shader {
 public:
  /// From folder/VERTEX.vert and one or more folder/FRAGMENT.frag, which are linked together. Error: missing
  /// file, or the driver's log with the file's name and line.
  static Result<Shader> load(const std::filesystem::path& folder, const std::string& vertex,
                             const std::vector<std::string>& fragments);
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
  Shader(std::filesystem::path folder, std::string vertex, std::vector<std::string> fragments,
         std::uint32_t program);
  std::filesystem::path folder_;
  std::string vertex_;
  std::vector<std::string> fragments_;
  std::uint32_t program_ = 0;
};

}  // namespace birddream::gl
