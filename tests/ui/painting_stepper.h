#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "dream/stepper.h"
#include "engine/known_place.h"
#include "image/rgb8.h"

namespace birddream::ui {

/// What a test learns of a PaintingStepper, and how it turns its screws while the engine's thread runs.
struct Painting {
  std::atomic<int> step_milliseconds{0};
  std::atomic<int> fail_at_step{-1};
  std::atomic<int> restarts{0};
  std::atomic<int> checkpoints{0};  ///< of the series that was set last
  std::atomic<int> loads{0};
  std::atomic<int> steps{0};
  std::atomic<int> look_milliseconds{0};  ///< of probabilities_under()
  std::atomic<int> logits{0};             ///< of the network; 0: it tells of none

  /// The parameters that the newest step used.
  recipe::DreamParams used() const {
    const std::lock_guard lock(mutex);
    return params;
  }

  mutable std::mutex mutex;
  recipe::DreamParams params;
  /// Shown instead of the painting when it is there: pictures of the window for people.
  std::optional<image::Rgb8> model;
};

/// A Stepper without a network: out of gray grows a picture of soft, coloured discs, clearer with each step.
class PaintingStepper final : public dream::Stepper {
 public:
  /// `checkpoints`: of its series.
  PaintingStepper(std::shared_ptr<Painting> painting, int checkpoints)
      : painting_(std::move(painting)), checkpoints_(checkpoints) {}

  Status load(const checkpoint::Place& place) override {
    if (Status known = engine::known_place(place, checkpoints_); !known) return known;
    ++painting_->loads;
    return {};
  }
  Status restart(const recipe::DreamParams& params) override {
    steps_ = 0;
    ++painting_->restarts;
    return set_params(params);
  }
  Status set_params(const recipe::DreamParams& params) override {
    params_ = params;
    return {};
  }
  Status set_precision(const std::string& wish) override {
    precision_ = wish == "auto" ? "bfloat16" : wish;
    return {};
  }
  Result<dream::StepReport> step() override {
    if (steps_ == painting_->fail_at_step)
      return Error{"The gradient is zero at step " + std::to_string(steps_) +
                   ": the picture stays as it is. Another seed or a start from noise may wake the network."};
    std::this_thread::sleep_for(std::chrono::milliseconds(painting_->step_milliseconds));
    ++steps_;
    ++painting_->steps;
    {
      const std::lock_guard lock(painting_->mutex);
      painting_->params = params_;
    }
    const float done = clearness();
    dream::StepReport report;
    report.step = steps_;
    report.octaves = params_.octaves;
    report.octave = std::min(params_.octaves, 1 + steps_ * params_.octaves / std::max(params_.steps, 1));
    report.width = params_.width;
    report.height = params_.height;
    report.objective = 26 * done + 0.7F * std::sin(1.7F * static_cast<float>(steps_)) * (1 - 0.5F * done);
    report.gradient_norm = 3.1F * (1.15F - done) + 0.12F * std::sin(2.3F * static_cast<float>(steps_));
    report.top = classify(5).value();
    return report;
  }
  int steps_done() const override { return steps_; }
  image::PlanarView picture() const override;
  dream::PictureRange picture_range() const override {
    const float reach = 0.02F + 0.45F * clearness();
    return {0.5F - reach, 0.5F + reach};
  }
  Result<std::vector<dream::Score>> classify(int) const override {
    const float done = clearness();
    return std::vector<dream::Score>{{0, 26 * done, 0.15F + 0.8F * done},
                                     {2, 12.1F, 0.52F - 0.49F * done},
                                     {3, 9.4F, 0.011F},
                                     {1, 8.8F, 0.0062F},
                                     {4, 6.0F, 0.0004F}};
  }
  Result<float> spectrum_slope() const override { return -2.5F; }
  Result<std::vector<dream::Similar>> nearest(int) const override {
    return std::vector<dream::Similar>{{2, 0.83F}, {0, 0.41F}};
  }
  Result<std::vector<float>> probabilities_under(const checkpoint::Place& place) override {
    if (const Status known = engine::known_place(place, checkpoints_); !known) return known.error();
    std::this_thread::sleep_for(std::chrono::milliseconds(painting_->look_milliseconds));
    std::vector<float> shares(40, 0.01F);
    shares[static_cast<std::size_t>(place.from)] = 0.5F + 0.1F * static_cast<float>(place.from);
    return shares;
  }
  Status set_series(const checkpoint::Series& series) override {
    painting_->checkpoints = checkpoints_ = static_cast<int>(series.checkpoints.size());
    return {};
  }
  Result<std::unique_ptr<dream::Stepper>> another() const override {
    return std::unique_ptr<dream::Stepper>(std::make_unique<PaintingStepper>(painting_, checkpoints_));
  }
  dream::StepperInfo info() const override {
    dream::StepperInfo told = {
        "CPU, 2 threads",
        "no NVIDIA driver was found",
        "googlenet",
        "0123456789abcdef",
        precision_,
        {{"conv1", 64}, {"inception_3a", 256}, {"inception_4c", 512}, {"inception_4d", 528}}};
    if (painting_->logits > 0) told.layers.push_back({"logits", painting_->logits});
    return told;
  }

 private:
  float clearness() const { return 1 - std::exp(-static_cast<float>(steps_) / 22.0F); }

  std::shared_ptr<Painting> painting_;
  int checkpoints_;
  recipe::DreamParams params_;
  std::string precision_ = "bfloat16";
  int steps_ = 0;
};

inline image::PlanarView PaintingStepper::picture() const {
  const float done = clearness();
  if (painting_->model) {
    std::vector<float> planar = image::to_planar(*painting_->model);
    for (float& value : planar) value = 0.5F + (value - 0.5F) * done;
    return image::own(std::move(planar), painting_->model->width, painting_->model->height);
  }
  const int width = params_.width;
  const int height = params_.height;
  std::vector<float> planar(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  std::size_t at = 0;
  for (int channel = 0; channel < 3; ++channel) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const float u = static_cast<float>(x) / static_cast<float>(width) - 0.5F;
        const float v = static_cast<float>(y) / static_cast<float>(height) - 0.5F;
        const float wave = std::sin(11 * u + static_cast<float>(channel)) * std::cos(9 * v - 2 * u);
        planar[at++] = 0.5F + 0.45F * done * wave;
      }
    }
  }
  return image::own(std::move(planar), width, height);
}

}  // namespace birddream::ui
