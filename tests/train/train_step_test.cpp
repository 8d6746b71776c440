#include "train/train_step.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "net/trainable.h"

namespace birddream::train {
namespace {

/// BatchNorm over the picture's channels, then their means, then two classes.
class Normalising final : public net::Network {
 public:
  explicit Normalising(const net::StateDict& weights) : weights_(weights) {}
  std::span<const net::Tap> taps() const override { return taps_; }
  int classes() const override { return 2; }
  at::Device device() const override { return at::kCPU; }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>&,
                           net::ForwardOptions options) const override {
    const at::Tensor y = at::batch_norm(image, weights_.at("bn.weight"), weights_.at("bn.bias"),
                                        weights_.at("bn.running_mean"), weights_.at("bn.running_var"),
                                        options.training, 0.1, 1e-3, false);
    return {
        {"logits", at::linear(at::relu(y).mean({2, 3}), weights_.at("fc.weight"), weights_.at("fc.bias"))}};
  }

 private:
  net::StateDict weights_;
  std::array<net::Tap, 1> taps_ = {net::Tap{"logits", 2}};
};

/// As many processes as there are, in one: each call to average() is answered when all have made it.
class Together final : public Ranks {
 public:
  struct Table {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::vector<at::Tensor>*> given;
    int round = 0;
  };
  Together(Table& table, int rank, int count) : table_(table), rank_(rank), count_(count) {}
  int rank() const override { return rank_; }
  int count() const override { return count_; }
  void average(std::vector<at::Tensor>& tensors) override {
    std::unique_lock lock(table_.mutex);
    table_.given.push_back(&tensors);
    if (static_cast<int>(table_.given.size()) == count_) {
      const at::NoGradGuard frozen;
      for (std::size_t i = 0; i < tensors.size(); ++i) {
        at::Tensor sum = at::zeros_like(tensors[i]);
        for (const auto* of_one : table_.given) sum += (*of_one)[i];
        for (auto* of_one : table_.given) (*of_one)[i].detach().copy_(sum / count_);
      }
      table_.given.clear();
      ++table_.round;
      table_.changed.notify_all();
      return;
    }
    table_.changed.wait(lock, [this, mine = table_.round] { return table_.round != mine; });
  }

 private:
  Table& table_;
  int rank_, count_;
};

data::Batch batch_of(int rank) {
  data::Batch batch;
  batch.side = 8;
  const at::Tensor pixels =
      at::rand({4, 3, 8, 8}, at::detail::createCPUGenerator(static_cast<std::uint64_t>(5 + rank))) *
      (rank + 1);
  batch.pixels.assign(pixels.const_data_ptr<float>(), pixels.const_data_ptr<float>() + pixels.numel());
  batch.species = {0, 1, 1, 0};
  return batch;
}

at::Tensor pixels_of(data::Batch& batch) {
  return at::from_blob(batch.pixels.data(), {4, 3, 8, 8}).clone();
}

TrainParams plain() {
  TrainParams params;
  params.mixup = 0;
  params.dropout = 0;
  return params;
}

TEST(TrainStep, TheRunningStatisticsOfAllProcessesAreTheMeanOfTheirs) {
  constexpr int ranks = 2;
  const net::StateDict start = {{"bn.weight", at::ones({3})},
                                {"bn.bias", at::zeros({3})},
                                {"bn.running_mean", at::full({3}, 0.3F)},
                                {"bn.running_var", at::full({3}, 0.5F)},
                                {"fc.weight", at::tensor({1.F, 2.F, -1.F, 0.5F, -2.F, 1.F}).view({2, 3})},
                                {"fc.bias", at::zeros({2})}};
  const TrainParams params = plain();
  std::array<net::StateDict, ranks> ended;
  Together::Table table;
  const auto process = [&](int rank) {
    ended[static_cast<std::size_t>(rank)] =
        net::trainable(start, at::kCPU, [](const std::string&) { return true; });
    const net::StateDict& weights = ended[static_cast<std::size_t>(rank)];
    const Normalising network(weights);
    WeightOptimiser optimiser(weights, params, "fc");
    Together together(table, rank, ranks);
    const std::vector<at::Tensor> statistics = {weights.at("bn.running_mean"), weights.at("bn.running_var")};
    const at::Tensor no_prior;
    data::Batch batch = batch_of(rank);
    train_step({params, network, {}, no_prior, optimiser, together, statistics}, batch, 0, 0);
  };
  std::thread other([&] { process(1); });
  process(0);
  other.join();
  at::Tensor mean = at::zeros({3}), variance = at::zeros({3});
  for (int rank = 0; rank < ranks; ++rank) {
    data::Batch batch = batch_of(rank);
    const at::Tensor pixels = pixels_of(batch);
    mean += (0.9F * 0.3F + 0.1F * pixels.mean({0, 2, 3})) / ranks;
    variance += (0.9F * 0.5F + 0.1F * pixels.var({0, 2, 3}, /*unbiased=*/true)) / ranks;
  }
  for (const net::StateDict& weights : ended) {
    EXPECT_TRUE(at::allclose(weights.at("bn.running_mean"), mean, 1e-5, 1e-6));
    EXPECT_TRUE(at::allclose(weights.at("bn.running_var"), variance, 1e-5, 1e-6));
  }
  for (const auto& [name, tensor] : ended[0]) EXPECT_TRUE(at::equal(tensor, ended[1].at(name))) << name;
  EXPECT_FALSE(at::equal(ended[0].at("fc.weight"), start.at("fc.weight")));
}

}  // namespace
}  // namespace birddream::train
