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
  Shader& operator=(Shader&&) = delete;
  Shader(const Shader&) = delete;
  Shader& operator=(const Shader&) = delete;

  void use() const;
  int location(const char* uniform) const;

 private:
  explicit Shader(std::uint32_t program) : program_(program) {}
  std::uint32_t program_;
};

}  // namespace birddream::gl
