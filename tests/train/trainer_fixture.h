#pragma once

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/fresh_folder.h"
#include "data/photo_folder.h"
#include "net/shipped.h"
#include "net/trainable.h"
#include "train/trainer.h"

namespace birddream::train {

/// GoogLeNet learning red pictures from dark ones, for a few steps.
class Trainer : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 4; ++i) {
      photos_.photo("dark/" + std::to_string(i) + ".png", 20 + i);
      photos_.photo("red/" + std::to_string(i) + ".png", 240 + i);
    }
  }

  TrainJob job(const std::string& folder) const {
    TrainJob job;
    job.params.side = 64;
    job.params.batch = 2;
    job.params.epochs = 1.5;  // six steps
    job.photos = data::find_photos(photos_.path()).value();
    job.split = data::no_split(job.photos);
    job.series.folder = out_ / folder;
    job.series.name = folder;
    job.series.architecture = "googlenet";
    job.series.classes = job.photos.classes;
    job.start = net::with_fresh_classifier("googlenet", net::shipped_weights().tensors, 2, 1).value();
    job.parent = net::shipped_weights().fingerprint;
    return job;
  }

  Result<TrainEnd> run(TrainJob job, const TrainListener& listener = {}) {
    Ranks alone;
    return train(std::move(job), alone, stop_, listener);
  }

  /// Stops, as Ctrl+C would, when the first checkpoint has been written.
  TrainEnd run_until_first_moment(TrainJob job) {
    const auto end =
        run(std::move(job), {.line = [](const checkpoint::LogLine&) {},
                             .checkpoint = [this](const checkpoint::CheckpointInfo&) { stop_ = true; }});
    stop_ = false;
    EXPECT_TRUE(end) << end.error().message;
    return end ? *end : TrainEnd{};
  }

  static std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  data::PhotoFolder photos_;
  FreshFolder out_;
  std::atomic<bool> stop_{false};
};

}  // namespace birddream::train
