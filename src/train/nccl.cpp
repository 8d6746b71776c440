#include "train/nccl.h"

#include <ATen/ATen.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <utility>

namespace birddream::train {
namespace {

// Of nccl.h, https://github.com/NVIDIA/nccl: ncclUniqueId, ncclResult_t, ncclDataType_t, ncclRedOp_t.
struct UniqueId {
  std::array<char, 128> bytes;
};
using Outcome = int;
constexpr Outcome success = 0, in_progress = 7;
constexpr int float32 = 7, sum_up = 0;

constexpr std::chrono::minutes patience{60};
constexpr std::chrono::microseconds between_looks{50};

}  // namespace

struct Nccl::Library {
  Outcome (*get_unique_id)(UniqueId*);
  Outcome (*init_rank)(void** group, int count, UniqueId id, int rank);
  Outcome (*all_reduce)(const void* from, void* to, std::size_t count, int type, int operation, void* group,
                        void* stream);
  Outcome (*async_error)(void* group, Outcome*);
  Outcome (*abort)(void* group);
  const char* (*error_string)(Outcome);

  std::string reason(const char* what, Outcome outcome) const {
    return std::string("NCCL does not ") + what + " (" + error_string(outcome) + ")";
  }
};

Result<std::unique_ptr<Nccl>> Nccl::open(const std::filesystem::path& library) {
  // Never closed: NCCL has threads.
  void* const opened = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (opened == nullptr) return Error{"NCCL does not load: " + std::string(dlerror())};
  auto functions = std::make_unique<Library>();
  bool whole = true;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(opened, name));
    whole = whole && function != nullptr;
  };
  find(functions->get_unique_id, "ncclGetUniqueId");
  find(functions->init_rank, "ncclCommInitRank");
  find(functions->all_reduce, "ncclAllReduce");
  find(functions->async_error, "ncclCommGetAsyncError");
  find(functions->abort, "ncclCommAbort");
  find(functions->error_string, "ncclGetErrorString");
  if (!whole) return Error{library.string() + " is not NCCL, or too old"};
  return std::unique_ptr<Nccl>(new Nccl(std::move(functions)));
}

Nccl::Nccl(std::unique_ptr<Library> library) : library_(std::move(library)) {}

Nccl::~Nccl() {
  // Not ncclCommDestroy, which may wait for processes that are gone; nothing is under way between two sums.
  if (group_ != nullptr) library_->abort(group_);
}

Status Nccl::join(int rank, int count, at::Device device,
                  const std::function<std::string(std::string)>& share) {
  device_ = device;
  const c10::DeviceGuard guard(device);
  UniqueId id{};
  if (rank == 0) {
    if (const Outcome made = library_->get_unique_id(&id); made != success) {
      share("");
      return Error{library_->reason("begin", made)};
    }
  }
  const std::string shared = share(std::string(id.bytes.data(), id.bytes.size()));
  if (shared.size() != id.bytes.size()) return Error{"NCCL does not begin in process 0"};
  std::ranges::copy(shared, id.bytes.begin());
  const Outcome joined = library_->init_rank(&group_, count, id, rank);
  if (joined != success) return Error{library_->reason("connect the processes", joined)};
  return {};
}

void Nccl::sum(at::Tensor& tensor) {
  TORCH_CHECK(tensor.device() == device_ && tensor.is_contiguous() && tensor.scalar_type() == at::kFloat,
              "a tensor that NCCL is not to sum");
  const c10::DeviceGuard guard(device_);
  const c10::Stream stream = c10::impl::VirtualGuardImpl(device_.type()).getStream(device_);
  void* const handle = device_.is_cuda() ? stream.native_handle() : nullptr;
  const Outcome begun =
      library_->all_reduce(tensor.const_data_ptr(), tensor.mutable_data_ptr(),
                           static_cast<std::size_t>(tensor.numel()), float32, sum_up, group_, handle);
  if (begun != success) throw std::runtime_error(library_->reason("sum", begun));
  // Whoever waits in the stream for a process that is gone waits for ever.
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const bool done = stream.query();
    Outcome state = success;
    library_->async_error(group_, &state);
    const bool late = !done && std::chrono::steady_clock::now() > deadline;
    if ((state != success && state != in_progress) || late) {
      library_->abort(std::exchange(group_, nullptr));
      throw std::runtime_error(late ? "another process did not come" : library_->reason("sum", state));
    }
    if (done) return;
    std::this_thread::sleep_for(between_looks);
  }
}

}  // namespace birddream::train
