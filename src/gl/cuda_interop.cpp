#include "gl/cuda_interop.h"

#include <dlfcn.h>

#include <array>
#include <vector>

#include "cuda/plugin_api.h"
#include "gl/context.h"
#include "gl/texture_array.h"

namespace birddream::gl {
namespace {

// Neither square nor a power of two: a wrong row length or layer order does not come back equal.
constexpr int probe_width = 5;
constexpr int probe_height = 3;

using Reason = std::array<char, 256>;

// Empty when a picture made its way from device memory into a texture unchanged.
std::string probe(const birddream_cuda_api& cuda) {
  auto array = TextureArray::create(probe_width, probe_height);
  if (!array) return array.error().message;
  std::vector<float> values(std::size_t{3} * probe_width * probe_height);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) - 7.25F;

  Reason reason{};
  birddream_cuda_texture* registered = nullptr;
  if (cuda.register_texture(array->id(), probe_width, probe_height, &registered, reason.data(),
                            reason.size()) != 0)
    return reason.data();
  float* device = cuda.allocate(values.data(), values.size());
  const bool uploaded =
      device != nullptr && cuda.upload(registered, device, nullptr, reason.data(), reason.size()) == 0;
  const bool equal = uploaded && array->read() == values;
  cuda.unregister_texture(registered);
  cuda.release(device);
  if (device == nullptr) return "the GPU has no memory left";
  if (!uploaded) return reason.data();
  return equal ? "" : "a test picture came back changed";
}

UploadPath cpu(const std::string& why, const birddream_cuda_api* cuda = nullptr) {
  return {UploadPath::Kind::cpu, "Pictures are uploaded from the CPU: " + why, cuda};
}

// The plug-in has started the CUDA runtime by now: it is never closed again under whoever uses it.
UploadPath choose(const birddream_cuda_api& cuda) {
  Reason reason{};
  const int device = cuda.check_device(reason.data(), reason.size());
  if (device == BIRDDREAM_CUDA_OTHER_RENDERER)
    return cpu(std::string(reason.data()) + " (it draws on " + describe_renderer().name + ")", &cuda);
  if (device != 0) return cpu(reason.data());
  if (const std::string problem = probe(cuda); !problem.empty()) return cpu(problem, &cuda);
  return {UploadPath::Kind::cuda_interop, "Pictures go from CUDA memory straight into the texture", &cuda};
}

}  // namespace

UploadPath choose_upload_path(const std::filesystem::path& plugin) {
  std::error_code failed;
  // Absolute, since a bare name would make dlopen search the system's folders.
  const auto file = std::filesystem::absolute(plugin, failed);
  const std::string name = plugin.filename().string();
  if (failed || !std::filesystem::exists(file, failed)) return cpu(name + " is not there");
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return cpu("the CUDA plug-in does not load (" + std::string(dlerror()) + ")");
  const auto entry = reinterpret_cast<const birddream_cuda_api* (*)()>(dlsym(library, "birddream_cuda"));
  const birddream_cuda_api* cuda = entry != nullptr ? entry() : nullptr;
  if (cuda == nullptr) {
    dlclose(library);
    return cpu(name + " is not a birddream plug-in");
  }
  if (const int version = cuda->version; version != BIRDDREAM_CUDA_API_VERSION) {
    dlclose(library);
    return cpu("the CUDA plug-in is of another version (" + std::to_string(version) +
               ", this program needs " + std::to_string(BIRDDREAM_CUDA_API_VERSION) + "), build it again");
  }
  return choose(*cuda);
}

}  // namespace birddream::gl
