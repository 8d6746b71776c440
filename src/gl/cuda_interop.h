#pragma once

#include <filesystem>
#include <string>

#include "base/paths.h"

struct birddream_cuda_api;

namespace birddream::gl {

/// How pictures reach the texture. Decided once at start with the GL context current, never changed
/// afterwards.
struct UploadPath {
  enum class Kind { cpu, cuda_interop };
  Kind kind = Kind::cpu;
  std::string why;  ///< one sentence without its full stop, for the status bar
  /// Set for cuda_interop, and for cpu where a CUDA device answers but OpenGL draws elsewhere: pictures in
  /// CUDA memory then go through the host. Null: no CUDA at all. The plug-in stays open for the process's
  /// life.
  const birddream_cuda_api* cuda = nullptr;
};

/// Opens the plug-in and tries it whole on a small texture: register, upload from device memory, read back.
/// Whatever fails means the CPU path, with the reason. Expects a current context, on the thread that will
/// upload. Sets no environment variables.
UploadPath choose_upload_path(const std::filesystem::path& plugin = cuda_plugin_file());

}  // namespace birddream::gl
