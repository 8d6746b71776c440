#include "train/process_group.h"

#define USE_C10D_GLOO
#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <chrono>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "base/log.h"
#include "base/number_from.h"
#include "base/text.h"
#include "train/nccl.h"

namespace birddream::train {
namespace {

constexpr std::chrono::minutes patience{2};
// A rank may measure or write a checkpoint while the others wait in the next step.
constexpr std::chrono::minutes longest_step{60};

std::string from_environment(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? "" : text;
}

/// The network interfaces of GLOO_SOCKET_IFNAME (with commas between), as in torch; else the one that this
/// machine's name leads to.
std::vector<std::shared_ptr<::gloo::transport::Device>> gloo_devices() {
  std::vector<std::shared_ptr<::gloo::transport::Device>> devices;
  std::istringstream names(from_environment("GLOO_SOCKET_IFNAME"));
  for (std::string name; std::getline(names, name, ',');) {
    if (!name.empty())
      devices.push_back(c10d::ProcessGroupGloo::createDeviceForInterface(name, /*lazyInit=*/false));
  }
  if (devices.empty()) devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice(/*lazyInit=*/false));
  return devices;
}

constexpr const char* nccl_key = "birddream/nccl";

/// Gloo; and NCCL for what lies on a GPU, once all processes use it.
class Group final : public Ranks {
 public:
  Group(const Meeting& meeting, c10::intrusive_ptr<c10d::Store> store)
      : meeting_(meeting), store_(std::move(store)) {
    auto options = c10d::ProcessGroupGloo::Options::create(longest_step);
    options->devices = gloo_devices();
    gloo_ = c10::make_intrusive<c10d::ProcessGroupGloo>(store_, meeting.rank, meeting.count, options);
  }

  /// All processes call it. Error: why this one, or another one, cannot; then none does.
  Status use_nccl(at::Device device) {
    auto opened = Nccl::open();
    if (any(!opened)) return opened ? Error{"another process has no NCCL"} : opened.error();
    const Status joined = (*opened)->join(rank(), count(), device, [this](const std::string& from_first) {
      if (rank() == 0) store_->set(nccl_key, from_first);
      const auto bytes = store_->get(nccl_key);
      return std::string(bytes.begin(), bytes.end());
    });
    if (any(!joined)) return joined ? Error{"another process does not reach NCCL"} : joined.error();
    nccl_ = std::move(opened).value();
    device_ = device;
    return {};
  }

  int rank() const override { return meeting_.rank; }
  int count() const override { return meeting_.count; }

  // One message for all of them: small tensors would cost a round trip each.
  void average(std::vector<at::Tensor>& tensors) override {
    if (tensors.empty()) return;
    std::vector<at::Tensor> flat;
    flat.reserve(tensors.size());
    for (const at::Tensor& tensor : tensors)
      flat.push_back(tensor.detach().to(device_, at::kFloat).reshape({-1}));
    std::vector<at::Tensor> all = {at::cat(flat)};
    if (nccl_) {
      nccl_->sum(all[0]);
    } else {
      gloo_->allreduce(all)->wait();
    }
    all[0].div_(meeting_.count);
    std::int64_t from = 0;
    for (at::Tensor& tensor : tensors) {
      tensor.detach().copy_(all[0].narrow(0, from, tensor.numel()).view(tensor.sizes()));
      from += tensor.numel();
    }
  }

  bool any(bool mine) override {
    std::vector<at::Tensor> vote = {at::full({1}, mine ? 1.0F : 0.0F)};
    gloo_->allreduce(vote)->wait();
    return vote[0].item<float>() > 0;
  }

 private:
  Meeting meeting_;
  c10::intrusive_ptr<c10d::Store> store_;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo_;
  std::unique_ptr<Nccl> nccl_;
  at::Device device_ = at::kCPU;  // where sums are made
};

bool read(const char* variable, int& value) {
  const std::string text = from_environment(variable);
  if (text.empty()) return true;
  const auto number = number_from<int>(text);
  value = number.value_or(value);
  return number.has_value();
}

}  // namespace

Result<Meeting> meeting_from_environment() {
  Meeting meeting;
  if (!read("RANK", meeting.rank) || !read("WORLD_SIZE", meeting.count) ||
      !read("LOCAL_RANK", meeting.local_rank) || !read("MASTER_PORT", meeting.port) || meeting.count < 1 ||
      meeting.rank < 0 || meeting.rank >= meeting.count || meeting.local_rank < 0 || meeting.port < 1 ||
      meeting.port > 65535) {
    return Error{
        "RANK, LOCAL_RANK, WORLD_SIZE and MASTER_PORT in the environment do not fit: ranks from 0 and below "
        "the "
        "number of processes, and a port."};
  }
  if (const std::string address = from_environment("MASTER_ADDR"); !address.empty())
    meeting.address = address;
  return meeting;
}

Result<std::unique_ptr<Ranks>> join(const Meeting& meeting, at::Device device) try {
  if (meeting.count == 1) return std::make_unique<Ranks>();
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(meeting.port);
  options.isServer = meeting.rank == 0;
  options.numWorkers = static_cast<std::size_t>(meeting.count);
  options.timeout = patience;
  options.multiTenant = true;  // a launcher may serve the same port
  auto store = c10::make_intrusive<c10d::TCPStore>(meeting.address, options);
  auto group = std::make_unique<Group>(meeting, std::move(store));
  if (!group->any(!device.is_cuda())) {
    const Status used = group->use_nccl(device);
    if (!used) log::info("Processes exchange gradients by way of the CPU: " + used.error().message + ".");
  }
  return std::unique_ptr<Ranks>(std::move(group));
} catch (const std::exception& problem) {
  return Error{"The processes of this training did not meet at " + meeting.address + ":" +
               std::to_string(meeting.port) + ": " + first_line(problem.what())};
}

}  // namespace birddream::train
