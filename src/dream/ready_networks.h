#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "checkpoint/place.h"
#include "checkpoint/series.h"
#include "gpu/choose.h"
#include "net/open_network.h"
#include "net/resident_series.h"
#include "plan/plan_pool.h"
#include "plan/precision.h"

namespace birddream::dream {

/// A network as dreams run it.
struct ReadyNetwork : net::OpenedNetwork {
  std::optional<plan::Precision> precision;  ///< of the plans it runs by; none: it runs as it is
};

/// A series' checkpoints as networks that are ready to run: their weights in memory (net::ResidentSeries), by
/// plans of one pool, with the GPU beside them where there is one (gpu::on_device()). All dreams of a series
/// share it: a network that one of them still has is given to the next who asks for that place. Where
/// networks take time to make (ResidentSeries does not keep them) the checkpoints asked for last are kept
/// besides, within a budget; blends are not, a slider leaves too many. One thread at a time.
class ReadyNetworks {
 public:
  /// `precision_wish`: as plan::precision_from_text(). `budget`: bytes of networks that are kept although
  /// nobody has them, beyond ResidentSeries' own. Error: unknown precision.
  static Result<std::shared_ptr<ReadyNetworks>> open(checkpoint::Series series, gpu::Where where,
                                                     std::string precision_wish,
                                                     std::size_t budget = std::size_t{1} << 30);

  /// For open(). `plans`: null to run networks as they are.
  ReadyNetworks(checkpoint::Series series, gpu::Where where, std::string precision_wish,
                std::shared_ptr<plan::PlanPool> plans, std::size_t budget);

  /// Error: as net::ResidentSeries::open(), or memory is short.
  Result<ReadyNetwork> at(const checkpoint::Place& place);
  /// Weights of the series' architecture that are none of its checkpoints; not kept. Error: as
  /// net::open_network().
  Result<ReadyNetwork> of_file(const std::filesystem::path& file);
  /// Of a place as checkpoint::to_text() writes it, without the GPU: for onlookers, who have no use for one.
  /// Error: no such place, or as at().
  Result<net::OpenedNetwork> named(const std::string& checkpoint);

  /// The same training further on (checkpoint::extends); what is kept stays.
  void extend(const checkpoint::Series& series);
  /// Another series in the same place and precision. Error: as open().
  Result<std::shared_ptr<ReadyNetworks>> of(checkpoint::Series series) const;
  /// Of networks asked for from now on. Error: as open().
  Status set_precision(const std::string& wish);
  /// Begins to read weights ahead (net::ResidentSeries).
  void read_ahead() { resident_.read_ahead(); }

  const gpu::Where& where() const { return where_; }
  /// Of planned networks; none: networks run as they are.
  std::optional<plan::Precision> precision() const;
  /// Bytes of weights and of networks made of them that are kept, and how many may be.
  std::size_t resident_bytes() const;
  std::size_t budget() const;

 private:
  /// A network that somebody has, or that is kept.
  struct Known {
    std::weak_ptr<const net::Network> network;  // without the GPU
    std::string fingerprint;
    std::optional<plan::Precision> precision;
    std::shared_ptr<const net::Network> kept;  // null: only as long as somebody has it
    std::size_t bytes = 0;                     // of what is kept
    std::uint64_t used = 0;
  };
  std::optional<ReadyNetwork> find(const std::string& name);
  ReadyNetwork add(const std::string& name, net::OpenedNetwork opened, const std::filesystem::path& file,
                   bool keep);
  void make_room(std::size_t bytes);

  checkpoint::Series series_;
  gpu::Where where_;
  std::string precision_wish_;
  std::shared_ptr<plan::PlanPool> plans_;  // null: networks run as they are
  net::ResidentSeries resident_;
  std::size_t budget_;
  std::map<std::string, Known> known_;  // by checkpoint::to_text(), or the file
  std::size_t kept_bytes_ = 0;
  std::uint64_t clock_ = 0;
};

}  // namespace birddream::dream
