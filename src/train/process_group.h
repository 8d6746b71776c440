#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "train/ranks.h"

namespace birddream::train {

/// Where the processes of one training meet: what launchers such as torchrun put into RANK, WORLD_SIZE,
/// MASTER_ADDR and MASTER_PORT, and LOCAL_RANK where there is one.
struct Meeting {
  int rank = 0;
  int count = 1;
  std::string address = "127.0.0.1";
  int port = 29500;
  int local_rank = 0;  ///< among those of this machine: which of its GPUs is this one's
};

/// Joins the others through torch's own c10d: a TCPStore at the meeting's address (rank 0 serves it) and a
/// Gloo process group (over GLOO_SOCKET_IFNAME's interfaces, where it is set). Waits for all of them, up to
/// two minutes. What lies on `device` is averaged there by NCCL (nccl.h) where that is a GPU and all of them
/// have it; else, with the reason in the log, by way of the CPU. Error: nobody there, or the port is taken.
/// NCCL is unverified: no machine with GPUs has run it.
Result<std::unique_ptr<Ranks>> join(const Meeting& meeting, at::Device device = at::kCPU);

/// The meeting that the environment names; alone without RANK and WORLD_SIZE. Error: values that make no
/// sense.
Result<Meeting> meeting_from_environment();

}  // namespace birddream::train
