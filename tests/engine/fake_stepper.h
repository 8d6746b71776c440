#pragma once

#include <atomic>
#include <chrono>
#include <climits>
#include <memory>
#include <thread>
#include <vector>

#include "dream/stepper.h"
#include "engine/known_place.h"

namespace birddream::engine {

/// A Stepper without a network: every step adds `learning_rate` to all pixels and reports the sum so far. Its
/// controls are shared with the test, which may turn them while the worker runs.
struct FakeControls {
  std::atomic<int> step_milliseconds{0};
  std::atomic<int> fail_at_step{-1};    // step() fails once this many steps are done
  std::atomic<int> breaks_at_step{-1};  // from then on info() tells another device
  std::atomic<int> missing_checkpoint{-1};
  std::atomic<int> loads{0};
  std::atomic<int> restarts{0};
  std::atomic<int> precisions_set{0};
  std::atomic<int> classified{0};
  std::atomic<int> scores_made{0};           // of probabilities_under(), the one under way included
  std::atomic<int> scores_allowed{INT_MAX};  // later ones wait until there are more
  std::atomic<bool> logits_in_steps{true};
  std::atomic<bool> cannot_classify{false};
  std::atomic<bool> cannot_measure{false};
};

class FakeStepper final : public dream::Stepper {
 public:
  /// `checkpoints`: of its series.
  explicit FakeStepper(std::shared_ptr<FakeControls> controls, int checkpoints = 3)
      : controls_(std::move(controls)), checkpoints_(checkpoints) {}

  Status load(const checkpoint::Place& place) override {
    if (Status known = known_place(place, checkpoints_); !known) return known;
    if (place.from == controls_->missing_checkpoint) return Error{"weights missing"};
    ++controls_->loads;
    return {};
  }
  Status restart(const recipe::DreamParams& params) override {
    if (params.learning_rate < 0) return Error{"negative learning rate"};
    ++controls_->restarts;
    params_ = params;
    steps_ = 0;
    value_ = 0.5F;
    return {};
  }
  Status set_params(const recipe::DreamParams& params) override {
    if (params.learning_rate < 0) return Error{"negative learning rate"};
    params_ = params;
    return {};
  }
  Status set_precision(const std::string& wish) override {
    if (wish == "none") return Error{"no such precision"};
    precision_ = wish == "auto" ? "float32" : wish;
    ++controls_->precisions_set;
    return {};
  }
  Result<dream::StepReport> step() override {
    if (steps_ == controls_->fail_at_step) return Error{"the gradient is zero"};
    std::this_thread::sleep_for(std::chrono::milliseconds(controls_->step_milliseconds));
    ++steps_;
    value_ += params_.learning_rate;
    dream::StepReport report;
    report.step = steps_;
    report.width = params_.width;
    report.height = params_.height;
    report.objective = value_;
    report.gradient_norm = params_.learning_rate;
    if (controls_->logits_in_steps) report.top = {{3, 1.0F, 0.9F}};
    return report;
  }
  int steps_done() const override { return steps_; }
  image::PlanarView picture() const override {
    auto pixels = std::make_shared<std::vector<float>>(
        3U * static_cast<unsigned>(params_.width * params_.height), value_);
    image::PlanarView view;
    view.data = pixels->data();
    view.width = params_.width;
    view.height = params_.height;
    view.owner = std::move(pixels);
    return view;
  }
  dream::PictureRange picture_range() const override { return {value_, value_}; }
  Result<std::vector<dream::Score>> classify(int count) const override {
    ++controls_->classified;
    if (controls_->cannot_classify) return Error{"no memory to classify with"};
    return std::vector<dream::Score>(static_cast<std::size_t>(count), {7, 2.0F, 0.5F});
  }
  Result<float> spectrum_slope() const override {
    if (controls_->cannot_measure) return Error{"no memory to measure with"};
    return -2.5F;
  }
  Result<std::vector<dream::Similar>> nearest(int) const override {
    return std::vector<dream::Similar>{{2, 0.83F}, {0, 0.41F}};
  }
  Result<std::vector<float>> probabilities_under(const checkpoint::Place& place) override {
    if (const Status known = known_place(place, checkpoints_); !known) return known.error();
    for (const int number = ++controls_->scores_made; number > controls_->scores_allowed;)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::vector<float> shares(40, 0.01F);
    shares[static_cast<std::size_t>(place.from)] = 0.5F + 0.1F * static_cast<float>(place.from);
    return shares;
  }
  Status set_series(const checkpoint::Series& series) override {
    checkpoints_ = static_cast<int>(series.checkpoints.size());
    return {};
  }
  Result<std::unique_ptr<dream::Stepper>> another() const override {
    return std::unique_ptr<dream::Stepper>(std::make_unique<FakeStepper>(controls_, checkpoints_));
  }
  dream::StepperInfo info() const override {
    told_ = broken();
    return {told_ ? "spare" : "fake", "for a test", "none", "0123456789abcdef", precision_, {{"layer", 4}}};
  }
  bool info_changed() const override { return told_ != broken(); }

 private:
  bool broken() const { return controls_->breaks_at_step >= 0 && steps_ >= controls_->breaks_at_step; }

  mutable bool told_ = false;
  std::string precision_ = "float32";
  std::shared_ptr<FakeControls> controls_;
  int checkpoints_;
  recipe::DreamParams params_;
  int steps_ = 0;
  float value_ = 0.5F;
};

inline dream::StepperFactory fake_stepper(std::shared_ptr<FakeControls> controls) {
  return [controls]() -> Result<std::unique_ptr<dream::Stepper>> {
    return std::unique_ptr<dream::Stepper>(std::make_unique<FakeStepper>(controls));
  };
}

}  // namespace birddream::engine
