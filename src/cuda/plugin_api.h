#pragma once

#include <stddef.h>

/// The C interface between the program and birddream_cuda.so, which is opened at start. Functions that can
/// fail return 0 when done; else they write one sentence, without a full stop, into `reason`. All are called
/// on the thread that opened the plug-in; those that take a texture need the GL context that owns it to be
/// current.
extern "C" {

#define BIRDDREAM_CUDA_API_VERSION 1

/// What check_device returns besides 0.
#define BIRDDREAM_CUDA_NO_DEVICE 1       ///< no CUDA device answers: nothing else may be called
#define BIRDDREAM_CUDA_OTHER_RENDERER 2  ///< CUDA works, OpenGL draws on something else: no textures

struct birddream_cuda_texture;  // a registered GL texture array

struct birddream_cuda_api {
  int version;  ///< BIRDDREAM_CUDA_API_VERSION of the plug-in; stays the first member in every version

  /// A CUDA device answers and is the one that draws. The device is the calling thread's current one, which
  /// is also torch's unless somebody chose another. Costs the start of the CUDA runtime.
  int (*check_device)(char* reason, size_t size);

  /// Registers a GL_TEXTURE_2D_ARRAY of three R32F layers, width x height, for writing.
  int (*register_texture)(unsigned texture, int width, int height, struct birddream_cuda_texture** out,
                          char* reason, size_t size);
  /// Waits for the copies under way. Null is allowed.
  void (*unregister_texture)(struct birddream_cuda_texture* texture);

  /// Copies planar float32 3 x height x width from device memory into the texture, device to device, on the
  /// texture's own stream: after `ready` (a cudaEvent_t, may be null), before any later GL command reads the
  /// texture. Returns at once; the memory must stay until `busy` says 0, also when the copy failed.
  int (*upload)(struct birddream_cuda_texture* texture, const float* device_pixels, const void* ready,
                char* reason, size_t size);
  /// 1 while an upload may still read device memory. Never waits.
  int (*busy)(struct birddream_cuda_texture* texture);

  /// Copies to host memory and waits for it: for a GL that cannot share textures with CUDA.
  int (*download)(float* host, const float* device_pixels, size_t count, const void* ready, char* reason,
                  size_t size);

  /// Device memory for the start-up probe and for tests.
  float* (*allocate)(const float* host_values, size_t count);  ///< null when it fails
  void (*release)(float* device_values);                       ///< null is allowed
};

/// The plug-in's one exported symbol.
const struct birddream_cuda_api* birddream_cuda(void);
}
