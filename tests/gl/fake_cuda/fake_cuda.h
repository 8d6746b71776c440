#pragma once

/// A plug-in with the real one's interface whose "device memory" is host memory and whose copies go through
/// OpenGL: the program's side of CUDA interop runs on machines without a GPU, and every failure can be had.
enum class FakeFault {
  none,
  version,  ///< another version of the interface
  no_device,
  other_renderer,
  register_texture,
  allocate,
  upload,
  changes_picture,  ///< the copy arrives, but not unchanged
  download,
};

/// The fake's knobs and gauges, one for the process.
struct FakeCuda {
  FakeFault fault = FakeFault::none;
  bool busy = false;
  int live_textures = 0;
  int live_memory = 0;
  int uploads = 0;
  int downloads = 0;
  const void* last_ready = nullptr;
};

extern "C" FakeCuda* fake_cuda();
