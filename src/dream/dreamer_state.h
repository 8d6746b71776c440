#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "dream/canvas.h"
#include "dream/device_dream.h"
#include "dream/dreamer.h"
#include "dream/objective.h"
#include "dream/optimiser.h"

namespace birddream::dream {

/// The inside of a Dreamer: what a dream consists of, and its step. Where the network has a device
/// (gpu::on_device()) the step is done there as long as it serves; else, and when it breaks off, at home, on
/// the CPU. May throw what LibTorch throws (guarded.h).
struct Dreamer::State {
  std::shared_ptr<const net::Network> network;  // without the device it came with
  recipe::DreamParams params;
  ClassLookup find_class;
  NetworkLookup find_network;
  Objective objective;
  Canvas canvas;  // while the device holds the values, as they were when they left
  Ascent ascent;  // likewise
  int steps = 0;
  std::uint64_t seed;                 // of the random streams
  std::optional<DeviceDream> device;  // where steps are done on a GPU
  std::string why_not_device;
  bool beyond_halves = false;  // the device's last step came to numbers that are none

  State(const std::shared_ptr<const net::Network>& given, recipe::DreamParams wanted, ClassLookup classes,
        NetworkLookup networks, Objective goal);

  void use(const std::shared_ptr<const net::Network>& given);

  bool is_away() const { return device && device->holds(); }
  /// The values on the CPU, ready to go on there.
  void come_home();
  /// The picture where the values are away. Throws nothing.
  std::optional<gpu::DreamStep::Picture> picture_away();

  Result<StepReport> step();

 private:
  void arrive(const Result<DeviceDream::Home>& home);
  /// From now on the CPU does it, with the values that it has.
  void give_up(const Error& why);
  Status change_size(Size wanted);
  Result<StepReport> step_at_home();
  /// Nothing where it has to be done at home.
  std::optional<Result<StepReport>> step_away();
  bool go_away();
  DeviceOrder order() const;
  std::string problem_in(float reached, float norm) const;
  StepReport report(float reached, float norm, const at::Tensor& logits) const;
};

}  // namespace birddream::dream
