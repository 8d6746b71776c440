#include "ui/statistics.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/process_usage.h"

namespace birddream::ui {
namespace {

constexpr std::size_t most_waits = 100000;  // an hour of dragging
constexpr double milliseconds = 1e3;
constexpr double mebibyte = 1 << 20;

nlohmann::ordered_json as_json(const Spread& spread) {
  return {{"n", spread.count}, {"median", spread.median}, {"p5", spread.low}, {"p95", spread.high}};
}

}  // namespace

void Statistics::reach(Milestone milestone) {
  double& reached = reached_[static_cast<std::size_t>(milestone)];
  if (reached < 0) reached = seconds_since_start();
}

void Statistics::opened() {
  reach(Milestone::window);
}

void Statistics::changed(std::uint64_t generation) {
  if (running_) waiting_.push_back({generation, frames_, seconds_since_start()});
}

void Statistics::shows(const engine::Frame& frame) {
  running_ = frame.phase == engine::Phase::running;
  if (!running_) waiting_.clear();
  const int before = frame.dream == dream_ ? step_ : 0;
  steps_ += std::max(frame.report.step - before, 0);
  dream_ = frame.dream;
  step_ = frame.report.step;
  made_under_ = frame.made_under;
}

void Statistics::presented() {
  reach(Milestone::first_frame);
  if (step_ > 0 && first_step_ == 0) {
    first_step_ = step_;
    reach(Milestone::first_step);
  } else if (step_ > 0 && step_ != first_step_) {
    reach(Milestone::moving);
  }
  while (!waiting_.empty() && waiting_.front().generation <= made_under_) {
    if (wait_frames_.size() < most_waits) {
      wait_frames_.push_back(static_cast<double>(frames_ - waiting_.front().frame));
      wait_milliseconds_.push_back((seconds_since_start() - waiting_.front().since) * milliseconds);
    }
    waiting_.pop_front();
  }
  ++frames_;
}

void Statistics::mark(std::string name) {
  marks_.push_back({std::move(name), seconds_since_start(), processor_seconds(), frames_, steps_});
}

std::string to_report(const Statistics& statistics, const std::string& renderer) {
  using Milestone = Statistics::Milestone;
  nlohmann::ordered_json root = {{"birddream_view_report", 1}, {"renderer", renderer}};
  auto& start = root["start_seconds"] = nlohmann::ordered_json::object();
  for (const auto& [milestone, name] : {std::pair{Milestone::window, "window"},
                                        {Milestone::first_frame, "first_frame"},
                                        {Milestone::first_step, "first_step"},
                                        {Milestone::moving, "moving"}}) {
    if (statistics.reached(milestone) >= 0) start[name] = statistics.reached(milestone);
  }
  root["slider_to_picture"] = {{"frames", as_json(statistics.wait_frames())},
                               {"milliseconds", as_json(statistics.wait_milliseconds())}};
  auto& marks = root["marks"] = nlohmann::ordered_json::array();
  for (const Statistics::Mark& mark : statistics.marks())
    marks.push_back({{"name", mark.name},
                     {"seconds", mark.seconds},
                     {"processor_seconds", mark.processor_seconds},
                     {"frames", mark.frames},
                     {"steps", mark.steps}});
  root["peak_memory_mib"] = static_cast<double>(peak_memory()) / mebibyte;
  return root.dump(1) + "\n";
}

}  // namespace birddream::ui
