#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace birddream::train {

/// NCCL, NVIDIA's sums over several GPUs, as far as a training needs it: the one communicator of its
/// processes. The library is opened at run time, as torch's CUDA libraries are, with which it comes; its C
/// interface is stable since version 2. (c10d's ProcessGroupNCCL would have to be compiled against NCCL's and
/// CUDA's headers and linked with libtorch_cuda, which this program does without.) One thread at a time.
class Nccl {
 public:
  /// Opens that library. Error: the reason, for a sentence's second half.
  static Result<std::unique_ptr<Nccl>> open(const std::filesystem::path& library = "libnccl.so.2");
  ~Nccl();
  Nccl(const Nccl&) = delete;
  Nccl& operator=(const Nccl&) = delete;

  /// Joins the others; every process calls it, each for a device of its own. `share` gives every process what
  /// rank 0 hands it. Error: NCCL's reason, likewise.
  Status join(int rank, int count, at::Device device, const std::function<std::string(std::string)>& share);

  /// Replaces a contiguous float32 tensor on the device by the sum over all processes, in order with what the
  /// device's current stream does, and waits for it. Throws (std::exception) when another process is gone or
  /// does not come within an hour.
  void sum(at::Tensor& tensor);

 private:
  struct Library;
  explicit Nccl(std::unique_ptr<Library> library);

  std::unique_ptr<Library> library_;
  void* group_ = nullptr;  // ncclComm_t
  at::Device device_ = at::kCPU;
};

}  // namespace birddream::train
