#include "cuda/device_api.h"

#include <cuda_runtime_api.h>

#include <cstdio>
#include <memory>

#include "cuda/kernels/list.h"
#include "cuda/launch.h"
#include "cuda/say.h"

struct birddream_graph {
  cudaGraphExec_t runs = nullptr;
};

namespace {

using birddream::cuda::no_device;
using birddream::cuda::said;

cudaStream_t stream = nullptr;  // all work's; for the life of the process, as the plug-in itself

// Tensor cores and asynchronous copies' fall-back both begin here.
constexpr int oldest = 75;

int open_device(birddream_device_info* info, char* reason, std::size_t size) {
  int count = 0;
  if (const auto error = cudaGetDeviceCount(&count); error != cudaSuccess)
    return no_device(error, reason, size);
  int current = 0;
  cudaDeviceProp properties;
  if (const auto error = cudaGetDevice(&current); error != cudaSuccess) return no_device(error, reason, size);
  if (const auto error = cudaGetDeviceProperties(&properties, current); error != cudaSuccess)
    return said("asking for the GPU's properties", error, reason, size);
  if (properties.major * 10 + properties.minor < oldest) {
    std::snprintf(reason, size, "%.90s is too old (compute capability %d.%d, 7.5 is needed)", properties.name,
                  properties.major, properties.minor);
    return 1;
  }
  std::snprintf(info->name, sizeof info->name, "%.90s", properties.name);
  info->multiprocessors = properties.multiProcessorCount;
  if (stream != nullptr) return 0;
  return said("no stream on the GPU", cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), reason,
              size);
}

void* allocate(std::size_t bytes, char* reason, std::size_t size) {
  void* memory = nullptr;
  if (said("no memory left on the GPU", cudaMalloc(&memory, bytes), reason, size) != 0) return nullptr;
  return memory;
}

void release(void* memory) {
  if (memory != nullptr) cudaFree(memory);
  static_cast<void>(cudaGetLastError());
}

void* allocate_host(std::size_t bytes, char* reason, std::size_t size) {
  void* memory = nullptr;
  if (said("no pinned memory left", cudaMallocHost(&memory, bytes), reason, size) != 0) return nullptr;
  return memory;
}

void release_host(void* memory) {
  if (memory != nullptr) cudaFreeHost(memory);
  static_cast<void>(cudaGetLastError());
}

int copy(void* to, const void* from, std::size_t bytes, birddream_copy kind, char* reason, std::size_t size) {
  const cudaMemcpyKind kinds[] = {cudaMemcpyHostToDevice, cudaMemcpyDeviceToHost, cudaMemcpyDeviceToDevice};
  return said("copying", cudaMemcpyAsync(to, from, bytes, kinds[kind], stream), reason, size);
}

int launch(int kernel, const void* arguments, std::size_t bytes, long x, int y, int z, char* reason,
           std::size_t size) {
  const auto error = birddream::cuda::launch(kernel, arguments, bytes, x, y, z, stream);
  if (error == cudaSuccess) return 0;
  char doing[32];
  std::snprintf(doing, sizeof doing, "starting kernel %d", kernel);
  return said(doing, error, reason, size);
}

int begin_capture(char* reason, std::size_t size) {
  return said("beginning a graph", cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), reason,
              size);
}

int end_capture(birddream_graph** out, char* reason, std::size_t size) {
  cudaGraph_t graph = nullptr;
  if (said("ending a graph", cudaStreamEndCapture(stream, &graph), reason, size) != 0) return 1;
  auto made = std::make_unique<birddream_graph>();
  const auto error = cudaGraphInstantiate(&made->runs, graph, 0);
  cudaGraphDestroy(graph);
  if (said("making a graph", error, reason, size) != 0) return 1;
  *out = made.release();
  return 0;
}

int replay(birddream_graph* graph, char* reason, std::size_t size) {
  return said("starting a graph", cudaGraphLaunch(graph->runs, stream), reason, size);
}

void release_graph(birddream_graph* graph) {
  if (graph == nullptr) return;
  cudaGraphExecDestroy(graph->runs);
  static_cast<void>(cudaGetLastError());
  delete graph;
}

int wait_for_all(char* reason, std::size_t size) {
  return said("on the GPU", cudaStreamSynchronize(stream), reason, size);
}

int mark(void** event, char* reason, std::size_t size) {
  if (*event == nullptr) {
    cudaEvent_t made = nullptr;
    if (said("no event", cudaEventCreateWithFlags(&made, cudaEventDisableTiming), reason, size) != 0)
      return 1;
    *event = made;
  }
  return said("marking", cudaEventRecord(static_cast<cudaEvent_t>(*event), stream), reason, size);
}

void release_event(void* event) {
  if (event != nullptr) cudaEventDestroy(static_cast<cudaEvent_t>(event));
  static_cast<void>(cudaGetLastError());
}

}  // namespace

extern "C" const birddream_device_api* birddream_device(void) {
  static const birddream_device_api api = {
      BIRDDREAM_DEVICE_API_VERSION,
      birddream::cuda::list_fingerprint(),
      open_device,
      allocate,
      release,
      allocate_host,
      release_host,
      copy,
      launch,
      begin_capture,
      end_capture,
      replay,
      release_graph,
      wait_for_all,
      mark,
      release_event,
  };
  return &api;
}
