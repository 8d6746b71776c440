#include "fake_cuda.h"

#include <glad/gl.h>

#include <EGL/egl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "cuda/plugin_api.h"

struct birddream_cuda_texture {
  unsigned name;
  int width;
  int height;
};

namespace {

FakeCuda state;

int fails_as(FakeFault fault, const char* why, char* reason, size_t size) {
  if (state.fault != fault) return 0;
  std::snprintf(reason, size, "%s", why);
  return 1;
}

int check_device(char* reason, size_t size) {
  if (fails_as(FakeFault::no_device, "no fake device", reason, size) != 0) return BIRDDREAM_CUDA_NO_DEVICE;
  if (fails_as(FakeFault::other_renderer, "fake OpenGL elsewhere", reason, size) != 0)
    return BIRDDREAM_CUDA_OTHER_RENDERER;
  return 0;
}

int register_texture(unsigned name, int width, int height, birddream_cuda_texture** out, char* reason,
                     size_t size) {
  if (fails_as(FakeFault::register_texture, "fake registration refused", reason, size) != 0) return 1;
  *out = new birddream_cuda_texture{name, width, height};
  ++state.live_textures;
  return 0;
}

void unregister_texture(birddream_cuda_texture* texture) {
  if (texture == nullptr) return;
  --state.live_textures;
  delete texture;
}

int upload(birddream_cuda_texture* texture, const float* pixels, const void* ready, char* reason,
           size_t size) {
  state.last_ready = ready;
  if (fails_as(FakeFault::upload, "fake copy broke off", reason, size) != 0) return 1;
  ++state.uploads;
  // The library's own glad: a plug-in shares no globals with the program.
  static const int loaded = gladLoadGL(reinterpret_cast<GLADloadfunc>(eglGetProcAddress));
  if (loaded == 0) return 1;
  std::vector<float> values(pixels, pixels + 3 * texture->width * texture->height);
  if (state.fault == FakeFault::changes_picture) std::reverse(values.begin(), values.end());
  glBindTexture(GL_TEXTURE_2D_ARRAY, texture->name);
  glTexSubImage3D(GL_TEXTURE_2D_ARRAY, 0, 0, 0, 0, texture->width, texture->height, 3, GL_RED, GL_FLOAT,
                  values.data());
  glBindTexture(GL_TEXTURE_2D_ARRAY, 0);
  return 0;
}

int busy(birddream_cuda_texture*) {
  return state.busy ? 1 : 0;
}

int download(float* host, const float* pixels, size_t count, const void* ready, char* reason, size_t size) {
  state.last_ready = ready;
  if (fails_as(FakeFault::download, "fake copy to the host broke off", reason, size) != 0) return 1;
  ++state.downloads;
  std::copy_n(pixels, count, host);
  return 0;
}

float* allocate(const float* host_values, size_t count) {
  if (state.fault == FakeFault::allocate) return nullptr;
  auto* values = static_cast<float*>(std::malloc(count * sizeof(float)));
  std::copy_n(host_values, count, values);
  ++state.live_memory;
  return values;
}

void release(float* values) {
  if (values == nullptr) return;
  --state.live_memory;
  std::free(values);
}

}  // namespace

extern "C" FakeCuda* fake_cuda() {
  return &state;
}

extern "C" const birddream_cuda_api* birddream_cuda() {
  static birddream_cuda_api api;
  api = {state.fault == FakeFault::version ? BIRDDREAM_CUDA_API_VERSION + 1 : BIRDDREAM_CUDA_API_VERSION,
         check_device,
         register_texture,
         unregister_texture,
         upload,
         busy,
         download,
         allocate,
         release};
  return &api;
}
