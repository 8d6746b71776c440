#include "gpu/host_device/host_device.h"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <utility>
#include <vector>

#include "cuda/device_api.h"
#include "cuda/kernels/list.h"
#include "gpu/host_device/host_team.h"

using Work = std::function<void()>;
struct birddream_graph {
  std::vector<Work> work;
};

namespace {

using namespace birddream::cuda;

HostDevice state;
birddream_graph* recording = nullptr;

int fails_as(HostFault fault, const char* why, char* reason, size_t size) {
  if (state.fault != fault) return 0;
  std::snprintf(reason, size, "%s", why);
  return 1;
}

int done(Work work) {
  if (recording != nullptr)
    recording->work.push_back(std::move(work));
  else
    work();
  return 0;
}

int open_device(birddream_device_info* info, char* reason, size_t size) {
  if (fails_as(HostFault::no_device, "no host device", reason, size) != 0) return 1;
  std::snprintf(info->name, sizeof info->name, "host memory");
  info->multiprocessors = 24;
  return 0;
}

void* take(size_t bytes) {
  ++state.live;
  return std::aligned_alloc(256, (bytes + 255) / 256 * 256);
}
void* allocate(size_t bytes, char* reason, size_t size) {
  state.memory_left -= static_cast<long>(bytes);
  if (state.memory_left < 0 && fails_as(HostFault::memory, "no host memory left", reason, size) != 0)
    return nullptr;
  return take(bytes);
}
void* allocate_host(size_t bytes, char* reason, size_t size) {
  if (fails_as(HostFault::pinned_memory, "no pinned host memory", reason, size) != 0) return nullptr;
  return take(bytes);
}
void release(void* memory) {
  if (memory == nullptr) return;
  --state.live;
  std::free(memory);
}

int copy(void* to, const void* from, size_t bytes, birddream_copy, char*, size_t) {
  return done([=] { std::memcpy(to, from, bytes); });
}

template <class Kernel>
int run_each(const void* arguments, size_t bytes, long items) {
  if (bytes != sizeof(Kernel)) return 1;
  Kernel kernel;
  std::memcpy(&kernel, arguments, sizeof kernel);
  return done([=] {
    for (long i = 0; i < items; ++i) kernel(i);
  });
}

template <class Kernel>
int run_team(const void* arguments, size_t bytes, long x, int y, int z) {
  if (bytes != sizeof(Kernel)) return 1;
  Kernel kernel;
  std::memcpy(&kernel, arguments, sizeof kernel);
  return done([=] {
    HostTeam team(Kernel::shared_bytes);
    for (int c = 0; c < z; ++c) {
      for (int b = 0; b < y; ++b) {
        for (int a = 0; a < x; ++a) {
          team.enter(a, b, c);
          kernel.run(team);
        }
      }
    }
  });
}

int launch(int kernel, const void* arguments, size_t bytes, long x, int y, int z, char* reason, size_t size) {
  if (fails_as(HostFault::launch, "a host kernel does not start", reason, size) != 0) return 1;
  ++state.launches;
  switch (kernel) {
#define BIRDDREAM_EACH(name) \
  case number_of_##name:     \
    return run_each<name>(arguments, bytes, x);
#define BIRDDREAM_TEAM(name) \
  case number_of_##name:     \
    return run_team<name>(arguments, bytes, x, y, z);
    BIRDDREAM_KERNELS(BIRDDREAM_EACH, BIRDDREAM_TEAM)
    default:
      return 1;
  }
}

int begin_capture(char* reason, size_t size) {
  if (fails_as(HostFault::capture_begin, "no host graph today", reason, size) != 0) return 1;
  recording = new birddream_graph;
  return 0;
}
int end_capture(birddream_graph** graph, char* reason, size_t size) {
  birddream_graph* const made = std::exchange(recording, nullptr);
  if (fails_as(HostFault::capture_end, "the host graph broke", reason, size) != 0) {
    delete made;
    return 1;
  }
  ++state.live;
  ++state.captures;
  *graph = made;
  return 0;
}
int replay(birddream_graph* graph, char* reason, size_t size) {
  if (fails_as(HostFault::replay, "the host graph does not start", reason, size) != 0) return 1;
  ++state.replays;
  for (const Work& work : graph->work) work();
  return 0;
}
void release_graph(birddream_graph* graph) {
  if (graph != nullptr) --state.live;
  delete graph;
}
int wait_for_all(char* reason, size_t size) {
  return fails_as(HostFault::wait, "the host device broke down", reason, size);
}
int mark(void** event, char*, size_t) {
  if (*event == nullptr) *event = take(1);
  return 0;
}

}  // namespace

extern "C" HostDevice* host_device() {
  return &state;
}

extern "C" const birddream_device_api* birddream_device() {
  static const birddream_device_api api = {
      BIRDDREAM_DEVICE_API_VERSION,
      list_fingerprint(),
      open_device,
      allocate,
      release,
      allocate_host,
      release,
      copy,
      launch,
      begin_capture,
      end_capture,
      replay,
      release_graph,
      wait_for_all,
      mark,
      release,
  };
  return &api;
}
