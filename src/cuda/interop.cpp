#include "cuda/plugin_api.h"

// OpenGL's types for cuda_gl_interop.h; the plug-in calls no GL function itself.
#include <GL/gl.h>
#include <cuda_gl_interop.h>
#include <cuda_runtime_api.h>

#include <array>
#include <cstdio>
#include <memory>

#include "cuda/say.h"

struct birddream_cuda_texture {
  cudaGraphicsResource_t resource = nullptr;
  cudaStream_t stream = nullptr;
  int width = 0;
  int height = 0;
};

namespace {

using birddream::cuda::no_device;
using birddream::cuda::said;

constexpr unsigned layers = 3;

int check_device(char* reason, std::size_t size) {
  int count = 0;
  if (const auto error = cudaGetDeviceCount(&count); error != cudaSuccess)
    return no_device(error, reason, size);
  int current = 0;
  if (const auto error = cudaGetDevice(&current); error != cudaSuccess) return no_device(error, reason, size);
  std::array<int, 16> drawing{};
  unsigned found = 0;
  const auto error = cudaGLGetDevices(&found, drawing.data(), drawing.size(), cudaGLDeviceListAll);
  if (error != cudaSuccess) {
    said("OpenGL does not draw on a CUDA device", error, reason, size);
    return BIRDDREAM_CUDA_OTHER_RENDERER;
  }
  for (unsigned i = 0; i < found && i < drawing.size(); ++i) {
    if (drawing[i] == current) return 0;
  }
  std::snprintf(reason, size, "OpenGL does not draw on CUDA device %d", current);
  return BIRDDREAM_CUDA_OTHER_RENDERER;
}

void unregister_texture(birddream_cuda_texture* texture) {
  if (texture == nullptr) return;
  // This stream alone, and only when a picture changes size: the copies must be done before their source is
  // given back.
  if (texture->stream != nullptr) cudaStreamSynchronize(texture->stream);
  if (texture->resource != nullptr) cudaGraphicsUnregisterResource(texture->resource);
  if (texture->stream != nullptr) cudaStreamDestroy(texture->stream);
  static_cast<void>(cudaGetLastError());
  delete texture;
}

int register_texture(unsigned name, int width, int height, birddream_cuda_texture** out, char* reason,
                     std::size_t size) {
  std::unique_ptr<birddream_cuda_texture, void (*)(birddream_cuda_texture*)> texture(
      new birddream_cuda_texture, unregister_texture);
  texture->width = width;
  texture->height = height;
  if (const auto error = cudaStreamCreateWithFlags(&texture->stream, cudaStreamNonBlocking);
      error != cudaSuccess) {
    return said("no stream for uploads", error, reason, size);
  }
  // GL_TEXTURE_2D_ARRAY and GL_R32F are on the lists of targets and formats that the documentation of
  // cudaGraphicsGLRegisterImage gives.
  const auto error = cudaGraphicsGLRegisterImage(&texture->resource, name, GL_TEXTURE_2D_ARRAY,
                                                 cudaGraphicsRegisterFlagsWriteDiscard);
  if (error != cudaSuccess) return said("the texture cannot be registered with CUDA", error, reason, size);
  *out = texture.release();
  return 0;
}

// One copy a layer and not one cudaMemcpy3D: cudaGraphicsSubResourceGetMappedArray is documented to give the
// subresource of one array index, a plain 2D array. Three copies in a row on one stream cost the same.
cudaError_t copy_layers(const birddream_cuda_texture& texture, const float* pixels) {
  const auto width = static_cast<std::size_t>(texture.width);
  const auto height = static_cast<std::size_t>(texture.height);
  const std::size_t row = width * sizeof(float);
  for (unsigned layer = 0; layer < layers; ++layer) {
    cudaArray_t array = nullptr;
    if (const auto error = cudaGraphicsSubResourceGetMappedArray(&array, texture.resource, layer, 0);
        error != cudaSuccess)
      return error;
    const auto error = cudaMemcpy2DToArrayAsync(array, 0, 0, pixels + layer * width * height, row, row,
                                                height, cudaMemcpyDeviceToDevice, texture.stream);
    if (error != cudaSuccess) return error;
  }
  return cudaSuccess;
}

cudaError_t wait_for(const void* ready, cudaStream_t stream) {
  if (ready == nullptr) return cudaSuccess;
  return cudaStreamWaitEvent(stream, static_cast<cudaEvent_t>(const_cast<void*>(ready)), 0);
}

int upload(birddream_cuda_texture* texture, const float* pixels, const void* ready, char* reason,
           std::size_t size) {
  if (const auto error = wait_for(ready, texture->stream); error != cudaSuccess)
    return said("waiting for the picture", error, reason, size);
  // Mapping makes work on the stream wait for GL's reads of the texture, unmapping makes later GL commands
  // wait for the copy (both documented): nothing here waits on the host.
  if (const auto error = cudaGraphicsMapResources(1, &texture->resource, texture->stream);
      error != cudaSuccess)
    return said("mapping the texture", error, reason, size);
  const auto copied = copy_layers(*texture, pixels);
  const auto unmapped = cudaGraphicsUnmapResources(1, &texture->resource, texture->stream);
  if (copied != cudaSuccess) return said("copying the picture into the texture", copied, reason, size);
  if (unmapped != cudaSuccess) return said("unmapping the texture", unmapped, reason, size);
  return 0;
}

int busy(birddream_cuda_texture* texture) {
  const auto state = cudaStreamQuery(texture->stream);
  if (state != cudaSuccess) static_cast<void>(cudaGetLastError());
  return state == cudaErrorNotReady ? 1 : 0;
}

int download(float* host, const float* pixels, std::size_t count, const void* ready, char* reason,
             std::size_t size) {
  static cudaStream_t stream = nullptr;  // for the life of the process, as the plug-in itself
  if (stream == nullptr) {
    if (const auto error = cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking); error != cudaSuccess)
      return said("no stream for copies", error, reason, size);
  }
  auto error = wait_for(ready, stream);
  if (error == cudaSuccess)
    error = cudaMemcpyAsync(host, pixels, count * sizeof(float), cudaMemcpyDeviceToHost, stream);
  if (error == cudaSuccess) error = cudaStreamSynchronize(stream);
  if (error != cudaSuccess) return said("copying the picture from the GPU", error, reason, size);
  return 0;
}

float* allocate(const float* host_values, std::size_t count) {
  float* device = nullptr;
  if (cudaMalloc(reinterpret_cast<void**>(&device), count * sizeof(float)) != cudaSuccess ||
      cudaMemcpy(device, host_values, count * sizeof(float), cudaMemcpyHostToDevice) != cudaSuccess) {
    cudaFree(device);
    static_cast<void>(cudaGetLastError());
    return nullptr;
  }
  // Copies from pageable memory may still be on their way to the device when cudaMemcpy returns, and the
  // streams here do not wait for the default one.
  if (cudaStreamSynchronize(nullptr) != cudaSuccess) static_cast<void>(cudaGetLastError());
  return device;
}

void release(float* device_values) {
  if (device_values == nullptr) return;
  cudaFree(device_values);
  static_cast<void>(cudaGetLastError());
}

constexpr birddream_cuda_api api = {BIRDDREAM_CUDA_API_VERSION,
                                    check_device,
                                    register_texture,
                                    unregister_texture,
                                    upload,
                                    busy,
                                    download,
                                    allocate,
                                    release};

}  // namespace

extern "C" const birddream_cuda_api* birddream_cuda(void) {
  return &api;
}
