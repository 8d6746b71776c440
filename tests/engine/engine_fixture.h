#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "engine/engine.h"
#include "engine/fake_stepper.h"

namespace birddream::engine {

/// Until something is true, however slow the machine is; false when it never comes.
inline bool wait_until(const std::function<bool()>& wanted) {
  const auto begun = std::chrono::steady_clock::now();
  while (!wanted()) {
    if (std::chrono::steady_clock::now() - begun > std::chrono::minutes(2)) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

template <class Take, class Wanted>
auto first_of(const Take& take, const Wanted& wanted) {
  decltype(take()) newest;
  const bool came = wait_until([&] {
    newest = take();
    return newest && wanted(*newest);
  });
  return came ? newest : nullptr;
}

inline checkpoint::Series small_series() {
  checkpoint::Series series;
  series.name = "test";
  series.classes = {{"hen", "", true}};
  series.checkpoints.resize(3);
  return series;
}

inline Request request_of(int steps, float learning_rate = 0.25F) {
  Request request;
  request.params.width = request.params.height = 64;
  request.params.steps = steps;
  request.params.learning_rate = learning_rate;
  return request;
}

inline SideWish beside(int checkpoint) {
  return {checkpoint, checkpoint::place_at(checkpoint), std::nullopt, false};
}

/// An engine on a stepper without a network, on a series of three checkpoints.
class EngineTest : public ::testing::Test {
 protected:
  EngineTest() : controls(std::make_shared<FakeControls>()), engine(small_series(), fake_stepper(controls)) {}

  /// The first frame that satisfies `wanted`, or null when none comes.
  std::shared_ptr<const Frame> wait_for(const std::function<bool(const Frame&)>& wanted) {
    return first_of([this] { return engine.take_frame(); }, wanted);
  }
  std::shared_ptr<const Frame> wait_for(Phase phase) {
    return wait_for([phase](const Frame& frame) { return frame.phase == phase; });
  }
  /// The same of the dreams beside the main one.
  std::shared_ptr<const SideFrame> wait_for_sides(const std::function<bool(const SideFrame&)>& wanted) {
    return first_of([this] { return engine.take_side_frame(); }, wanted);
  }
  /// When there are so many and all of them have done this step.
  std::shared_ptr<const SideFrame> wait_for_sides(std::size_t count, int step) {
    return wait_for_sides([&](const SideFrame& sides) {
      return sides.tiles.size() == count &&
             std::ranges::all_of(sides.tiles, [&](const Tile& tile) { return tile.report.step == step; });
    });
  }

  std::shared_ptr<FakeControls> controls;
  Engine engine;
};

}  // namespace birddream::engine
