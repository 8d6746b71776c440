#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "train/ranks.h"

namespace birddream::train {

/// Where the processes of one training meet: what launchers such as torchrun put into RANK, WORLD_SIZE,
/// MASTER_ADDR and MASTER_PORT.
struct Meeting {
  int rank = 0;
  int count = 1;
  std::string address = "127.0.0.1";
  int port = 29500;
};

/// Joins the others through torch's own c10d: a TCPStore at the meeting's address (rank 0 serves it) and a
/// Gloo process group. Waits for all of them, up to two minutes. Tensors on a GPU are averaged by way of the
/// CPU. Error: nobody there, or the port is taken.
Result<std::unique_ptr<Ranks>> join(const Meeting& meeting);

/// The meeting that the environment names; alone without RANK and WORLD_SIZE. Error: values that make no
/// sense.
Result<Meeting> meeting_from_environment();

}  // namespace birddream::train
