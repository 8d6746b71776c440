#pragma once

#include <stddef.h>

/// The C interface through which the program computes on a GPU: memory, kernels by number (kernels/list.h),
/// and graphs of them. Exported by birddream_cuda.so, and by a library on host memory that tests use. One
/// thread at a time, always the same one. Functions that can fail return 0 when done; else they write one
/// sentence, without a full stop, into `reason`. Everything is done in order; nothing waits but where said.
extern "C" {

#define BIRDDREAM_DEVICE_API_VERSION 1

struct birddream_device_info {
  char name[96];        ///< "NVIDIA H100 80GB HBM3"
  int multiprocessors;  ///< blocks that run at a time, about
};

enum birddream_copy { birddream_to_device, birddream_to_host, birddream_within_device };

struct birddream_graph;

struct birddream_device_api {
  int version;  ///< BIRDDREAM_DEVICE_API_VERSION of the plug-in; stays the first member in every version
  size_t list;  ///< birddream::cuda::list_fingerprint(): kernels and sizes of their arguments

  /// Starts the device. May be called again. 1: there is none that can be used.
  int (*open)(struct birddream_device_info* info, char* reason, size_t size);

  /// Device memory, not cleared. Waits. Null with a reason where there is none left.
  void* (*allocate)(size_t bytes, char* reason, size_t size);
  void (*release)(void* memory);  ///< null is allowed; waits for what uses it
  /// Host memory that the device copies from and to without waiting.
  void* (*allocate_host)(size_t bytes, char* reason, size_t size);
  void (*release_host)(void* memory);

  int (*copy)(void* to, const void* from, size_t bytes, enum birddream_copy kind, char* reason, size_t size);
  /// `x` items, or a grid of x by y by z blocks. `arguments` is copied.
  int (*launch)(int kernel, const void* arguments, size_t bytes, long x, int y, int z, char* reason,
                size_t size);

  /// What is copied and launched between the two is kept as a graph instead of being done. The caller keeps
  /// the memory that it names for as long as the graph. A failed end() has left nothing open.
  int (*begin_capture)(char* reason, size_t size);
  int (*end_capture)(struct birddream_graph** graph, char* reason, size_t size);
  int (*replay)(struct birddream_graph* graph, char* reason, size_t size);
  void (*release_graph)(struct birddream_graph* graph);  ///< null is allowed

  /// Waits until all is done. Reports what went wrong on the way.
  int (*wait)(char* reason, size_t size);
  /// An event (cudaEvent_t) after all that was asked for so far. `event`: null, or an older one to use again.
  int (*mark)(void** event, char* reason, size_t size);
  void (*release_event)(void* event);  ///< null is allowed
};

/// The plug-in's second exported symbol.
const struct birddream_device_api* birddream_device(void);
}
