#include "gpu/device.h"

#include <dlfcn.h>

#include <array>
#include <utility>

#include "cuda/kernels/list.h"

namespace birddream::gpu {
namespace {

using Reason = std::array<char, 256>;

void expect(int failed, const Reason& reason) {
  if (failed != 0) throw Failure(reason.data());
}

}  // namespace

Result<std::shared_ptr<Device>> Device::open(const std::filesystem::path& plugin) {
  std::error_code failed;
  const auto file = std::filesystem::absolute(plugin, failed);
  const std::string name = plugin.filename().string();
  if (failed || !std::filesystem::exists(file, failed)) return Error{name + " is not there"};
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return Error{"the CUDA plug-in does not load (" + std::string(dlerror()) + ")"};
  const auto entry = reinterpret_cast<const birddream_device_api* (*)()>(dlsym(library, "birddream_device"));
  const birddream_device_api* api = entry != nullptr ? entry() : nullptr;
  if (api == nullptr) {
    dlclose(library);
    return Error{name + " does not compute"};
  }
  if (api->version != BIRDDREAM_DEVICE_API_VERSION || api->list != cuda::list_fingerprint()) {
    dlclose(library);
    return Error{"the CUDA plug-in is of another version, build it again"};
  }
  birddream_device_info info{};
  Reason reason{};
  if (api->open(&info, reason.data(), reason.size()) != 0) return Error{reason.data()};
  return std::shared_ptr<Device>(new Device(*api, info));
}

Device::Device(const birddream_device_api& api, const birddream_device_info& info)
    : api_(api), name_(info.name), multiprocessors_(info.multiprocessors) {}

void Device::copy(void* to, const void* from, std::size_t bytes, birddream_copy kind) const {
  Reason reason{};
  expect(api_.copy(to, from, bytes, kind, reason.data(), reason.size()), reason);
}
void Device::launch(int kernel, const void* arguments, std::size_t bytes, long x, int y, int z) const {
  Reason reason{};
  expect(api_.launch(kernel, arguments, bytes, x, y, z, reason.data(), reason.size()), reason);
}
void Device::wait() const {
  Reason reason{};
  expect(api_.wait(reason.data(), reason.size()), reason);
}
void Device::begin_capture() const {
  Reason reason{};
  expect(api_.begin_capture(reason.data(), reason.size()), reason);
}
birddream_graph* Device::end_capture() const {
  Reason reason{};
  birddream_graph* graph = nullptr;
  expect(api_.end_capture(&graph, reason.data(), reason.size()), reason);
  return graph;
}
void Device::replay(birddream_graph* graph) const {
  Reason reason{};
  expect(api_.replay(graph, reason.data(), reason.size()), reason);
}
void Device::mark(void** event) const {
  Reason reason{};
  expect(api_.mark(event, reason.data(), reason.size()), reason);
}

Memory::Memory(std::shared_ptr<const Device> device, std::size_t bytes, Kind kind)
    : device_(std::move(device)), bytes_(bytes), kind_(kind) {
  Reason reason{};
  const auto take = kind == Kind::device ? device_->api().allocate : device_->api().allocate_host;
  // Zeroed in whole lots.
  data_ = take((bytes + sizeof(cuda::Lot) - 1) / sizeof(cuda::Lot) * sizeof(cuda::Lot), reason.data(),
               reason.size());
  if (data_ == nullptr) throw Failure(reason.data());
  if (kind == Kind::host) return;
  const cuda::Zero zero{static_cast<cuda::Lot*>(data_)};
  try {
    device_->launch(cuda::number_of<cuda::Zero>, &zero, sizeof zero,
                    static_cast<long>((bytes + sizeof(cuda::Lot) - 1) / sizeof(cuda::Lot)), 1, 1);
  } catch (const Failure&) {
    device_->api().release(data_);
    throw;
  }
}

Memory::~Memory() {
  if (data_ == nullptr) return;
  (kind_ == Kind::device ? device_->api().release : device_->api().release_host)(data_);
}

Memory::Memory(Memory&& other) noexcept {
  *this = std::move(other);
}

Memory& Memory::operator=(Memory&& other) noexcept {
  std::swap(device_, other.device_);
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  std::swap(kind_, other.kind_);
  return *this;
}

}  // namespace birddream::gpu
