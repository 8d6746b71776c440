#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "checkpoint/place.h"
#include "net/open_network.h"
#include "net/weights.h"

namespace birddream::net {

/// A series' weights, kept in memory so that moving along it costs neither reading nor, where the
/// architecture is linear, making a network. A thread of its own reads them ahead in the order of the series
/// while they fit the budget; beyond it, those longest unused go. Safe from any thread.
class ResidentSeries {
 public:
  /// `budget`: bytes of float32 weights kept at most (the ones in use apart).
  ResidentSeries(checkpoint::Series series, at::Device device, std::size_t budget = std::size_t{1} << 30);
  ~ResidentSeries();  ///< stops reading ahead
  ResidentSeries(const ResidentSeries&) = delete;
  ResidentSeries& operator=(const ResidentSeries&) = delete;

  /// The network of that place; waits for weights that are not here yet. A place between two checkpoints is
  /// their blend (net/blend.h); under another checkpoint's head the classifier is that one's. Both go under a
  /// fingerprint made of theirs. Error: no such checkpoint, its file cannot be used, or TorchScript models,
  /// which have no weights to mix.
  Result<OpenedNetwork> open(const checkpoint::Place& place);

  /// The same training further on (checkpoint::extends); what is kept stays.
  void extend(checkpoint::Series series);

  /// Begins to read ahead, again where a training has added checkpoints: called when the picture does not
  /// wait for the disk. One thread at a time.
  void read_ahead();
  /// Bytes of weights kept now.
  std::size_t resident_bytes() const;
  std::size_t budget() const { return budget_; }

 private:
  /// A checkpoint in memory. Where the architecture is linear (is_linear()) and on the CPU, its network too,
  /// which has the weights' memory, and what it computes.
  struct Loaded {
    Weights weights;
    std::shared_ptr<const Network> network;
    std::shared_ptr<const Graph> graph;
  };
  using LoadedPointer = std::shared_ptr<const Loaded>;
  struct Entry {
    LoadedPointer loaded;
    std::uint64_t used = 0;
  };
  Result<LoadedPointer> load(const checkpoint::Series& series, int index) const;
  Result<LoadedPointer> loaded_at(int index);
  bool keep(int index, const LoadedPointer& loaded, bool ahead);
  void run(const checkpoint::Series& series);

  const at::Device device_;
  const std::size_t budget_;

  checkpoint::Series series() const;

  mutable std::mutex mutex_;  // guards what follows
  checkpoint::Series series_;
  std::map<int, Entry> entries_;
  std::size_t bytes_ = 0;
  std::uint64_t clock_ = 0;

  std::size_t ahead_of_ = 1;  // checkpoints that reading ahead knows of; the first is read by who begins

  std::atomic<bool> stop_{false};
  std::atomic<bool> reads_{false};
  std::thread ahead_;
};

}  // namespace birddream::net
