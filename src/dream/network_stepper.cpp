#include "dream/network_stepper.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "checkpoint/class_index.h"
#include "dream/dreamer.h"
#include "dream/guarded.h"
#include "dream/nearest.h"
#include "dream/ready_networks.h"
#include "dream/spectrum.h"
#include "gpu/choose.h"
#include "gpu/on_device.h"
#include "net/device.h"
#include "plan/precision.h"

namespace birddream::dream {
namespace {

constexpr int steps_before_reading = 8;

class NetworkStepper final : public Stepper {
 public:
  NetworkStepper(checkpoint::Series series, std::shared_ptr<ReadyNetworks> networks)
      : series_(std::move(series)), classes_(series_), networks_(std::move(networks)) {}

  Status load(const checkpoint::Place& place) override {
    auto network = networks_->at(place);
    if (!network) return network.error();
    if (dreamer_) {
      if (Status set = dreamer_->set_network(network->network); !set) return set;
    }
    current_ = std::move(network).value();
    place_ = place;
    loaded_for_ = networks_->precision();
    return {};
  }

  Status set_precision(const std::string& wish) override {
    if (Status set = networks_->set_precision(wish); !set) return set;
    if (!current_.network || loaded_for_ == networks_->precision()) return {};
    return load(place_);
  }

  Status restart(const recipe::DreamParams& params) override {
    if (!current_.network) return Error{"No checkpoint is loaded, so there is no network to dream with."};
    auto begun = Dreamer::begin(
        current_.network, params, [this](const std::string& name) { return classes_.find(name); },
        [this](const std::string& checkpoint) { return onlooker(checkpoint); });
    if (!begun) return begun.error();
    dreamer_ = std::move(begun).value();
    return {};
  }

  Status set_params(const recipe::DreamParams& params) override { return dreamer_->set_params(params); }
  Result<StepReport> step() override {
    // Not before the picture moves: until then the window needs the other cores.
    if (dreamer_->steps_done() >= steps_before_reading) networks_->read_ahead();
    return dreamer_->step();
  }
  int steps_done() const override { return dreamer_ ? dreamer_->steps_done() : 0; }
  image::PlanarView picture() const override { return dreamer_->picture(); }
  Result<std::vector<Score>> classify(int count) const override { return dreamer_->classify(count); }

  Result<std::vector<Similar>> nearest(int count) const override {
    return guarded("comparing the picture with the classes", [&]() -> Result<std::vector<Similar>> {
      return nearest_classes(*current_.network, dreamer_->picture_tensor(), count, dreamer_->params().tile);
    });
  }

  Result<float> spectrum_slope() const override {
    return guarded("measuring the picture's spectrum",
                   [&]() -> Result<float> { return dream::spectrum_slope(dreamer_->picture_tensor()); });
  }

  Result<std::vector<float>> probabilities_under(const checkpoint::Place& place) override {
    const auto network = networks_->at(place);
    if (!network) return network.error();
    return dreamer_->probabilities_under(*network->network);
  }

  PictureRange picture_range() const override {
    const auto range = guarded("measuring the picture", [&]() -> Result<PictureRange> {
      const at::NoGradGuard frozen;
      const auto [low, high] = at::aminmax(dreamer_->picture_tensor());
      return PictureRange{low.item<float>(), high.item<float>()};
    });
    return range ? *range : PictureRange{};
  }

  Status set_series(const checkpoint::Series& series) override {
    if (checkpoint::extends(series, series_)) {
      networks_->extend(series);
    } else {
      auto networks = networks_->of(series);
      if (!networks) return networks.error();
      networks_ = std::move(networks).value();
      onlookers_.clear();
      dreamer_.reset();
      current_ = {};
    }
    series_ = series;
    classes_ = checkpoint::ClassIndex(series);
    return {};
  }

  Result<std::unique_ptr<Stepper>> another() const override {
    return std::unique_ptr<Stepper>(std::make_unique<NetworkStepper>(series_, networks_));
  }

  StepperInfo info() const override {
    const gpu::Where& where = networks_->where();
    StepperInfo info{
        where.host.name, where.host.why, series_.architecture, current_.fingerprint, {}, {}, 0, 0, "cpu"};
    info.precision = plan::to_text(current_.precision);
    info.resident_bytes = networks_->resident_bytes();
    info.resident_budget = networks_->budget();
    if (where.host.device.is_cuda()) info.device_kind = "cuda";
    if (where.gpu) describe_gpu(info);
    told_ = gpu_state();
    if (info.precision != "plain") info.device += ", " + info.precision;
    if (current_.network) {
      for (const net::Tap& tap : current_.network->taps()) info.layers.push_back({tap.name, tap.channels});
    }
    return info;
  }

  std::string weights() const override {
    std::string all = current_.fingerprint;
    if (!dreamer_) return all;
    for (const recipe::Target& target : dreamer_->params().targets) {
      const auto known = onlookers_.find(target.checkpoint);
      if (known != onlookers_.end()) all += "+" + known->second;
    }
    return all;
  }

  bool info_changed() const override { return networks_->where().gpu && told_ != gpu_state(); }

 private:
  /// What of info() a step may change.
  std::pair<bool, std::string> gpu_state() const {
    if (!networks_->where().gpu || !dreamer_ || dreamer_->steps_done() == 0) return {true, ""};
    return {dreamer_->on_device(), dreamer_->device_note()};
  }

  /// Which of the two does the steps, as far as that is known, and why.
  void describe_gpu(StepperInfo& info) const {
    const bool begun = dreamer_ && dreamer_->steps_done() > 0;
    const std::string note = dreamer_ ? dreamer_->device_note() : "";
    if (!gpu::split(current_.network).device || (begun && !dreamer_->on_device())) {
      info.device = net::choose_device("cpu")->name;
      info.why = note.empty() ? "this dream is none for the GPU" : "the GPU broke off: " + note;
      return;
    }
    info.precision = gpu_precision;
    info.device_kind = "cuda";
    if (!note.empty()) info.why = "without graphs: " + note;
  }

  Result<std::shared_ptr<const net::Network>> onlooker(const std::string& checkpoint) {
    auto named = networks_->named(checkpoint);
    if (!named) return named.error();
    onlookers_[checkpoint] = named->fingerprint;
    return std::move(named->network);
  }

  checkpoint::Series series_;
  checkpoint::ClassIndex classes_;
  std::shared_ptr<ReadyNetworks> networks_;                 // shared by all dreams of the series
  mutable std::pair<bool, std::string> told_ = {true, ""};  // gpu_state() at the last info()
  ReadyNetwork current_;
  checkpoint::Place place_;                       // of it
  std::optional<plan::Precision> loaded_for_;     // ReadyNetworks::precision() when it was loaded
  std::map<std::string, std::string> onlookers_;  // fingerprints, by what targets call them
  std::unique_ptr<Dreamer> dreamer_;
};

}  // namespace

StepperFactory network_stepper(checkpoint::Series series, std::string device_wish,
                               std::string precision_wish) {
  return [series = std::move(series), wish = std::move(device_wish),
          precision_wish = std::move(precision_wish)]() -> Result<std::unique_ptr<Stepper>> {
    // One core stays with the window. Steps whose threads wait at barriers for a core that draws are slower
    // by far than steps on fewer threads.
    static const int threads = std::max(1, at::get_num_threads() - 1);
    at::set_num_threads(threads);
    auto where = gpu::choose(wish);
    if (!where) return where.error();
    auto networks = ReadyNetworks::open(series, std::move(where).value(), precision_wish);
    if (!networks) return networks.error();
    return std::unique_ptr<Stepper>(std::make_unique<NetworkStepper>(series, std::move(networks).value()));
  };
}

}  // namespace birddream::dream
