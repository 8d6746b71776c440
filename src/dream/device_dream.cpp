#include "dream/device_dream.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <set>

namespace birddream::dream {
namespace {

using cuda::StepBlock;
using recipe::DreamParams;
using recipe::ObjectiveKind;
using recipe::Parametrisation;

gpu::DreamStep::Shape shape_of(Size size, const DreamParams& params) {
  return {size.width, size.height, params.pad, params.parametrisation == Parametrisation::fourier};
}

StepBlock::Kind kind_of(ObjectiveKind kind) {
  switch (kind) {
    case ObjectiveKind::class_logit:
      return StepBlock::class_logit;
    case ObjectiveKind::cross_entropy:
      return StepBlock::cross_entropy;
    case ObjectiveKind::probability:
      return StepBlock::probability;
    case ObjectiveKind::layer:
      return StepBlock::layer;
    case ObjectiveKind::channel:
      return StepBlock::channel;
    case ObjectiveKind::neuron:
    case ObjectiveKind::guide:  // serves() refuses it
      break;
  }
  return StepBlock::neuron;
}

StepBlock::View view_of(const Sampling& s) {
  const auto f = [](double value) { return static_cast<float>(value); };
  const auto beyond = s.beyond == Sampling::Beyond::gray   ? StepBlock::gray
                      : s.beyond == Sampling::Beyond::wrap ? StepBlock::wrap
                                                           : StepBlock::mirror;
  return {f(s.x), f(s.x_right), f(s.x_down), f(s.y), f(s.y_right), f(s.y_down), beyond, s.mirrored ? 1 : 0};
}

std::vector<std::string> taps_of(const std::vector<Objective::PlainTerm>& terms) {
  std::set<std::string> taps;
  for (const auto& term : terms) taps.insert(term.tap);
  return {taps.begin(), taps.end()};
}

}  // namespace

bool DeviceDream::serves(const Objective& objective) {
  const auto terms = objective.plain_terms();
  return terms && terms->size() <= cuda::most_terms && taps_of(*terms).size() <= cuda::most_taps;
}

bool DeviceDream::fits(Size size, const DreamParams& params) const {
  return step_ && step_->shape() == shape_of(size, params);
}

Status DeviceDream::use(const std::shared_ptr<const net::Network>& network) {
  if (network == network_) return {};
  const auto graphs = network->graphs();
  if (!graphs) return Error{"this network is not known in parts"};
  if (Status set = step_->set_network(*graphs); !set) return set;
  network_ = network;
  return {};
}

Status DeviceDream::take(const at::Tensor& values, const Ascent::Moments& moments, Size size,
                         const std::shared_ptr<const net::Network>& network, const DreamParams& params) {
  picture_.reset();
  if (!fits(size, params)) {
    step_.reset();  // its memory first
    const auto graphs = network->graphs();
    if (!graphs) return Error{"this network is not known in parts"};
    auto made = gpu::DreamStep::make(device_, *graphs, shape_of(size, params));
    if (!made) return made.error();
    step_ = std::move(made).value();
    network_ = network;
  }
  if (Status used = use(network); !used) return used;
  if (params.parametrisation == Parametrisation::fourier) {
    const double gain = inner_gain(params) / (static_cast<double>(size.width) * size.height);
    const at::Tensor matrix = params.decorrelate ? colour_matrix() : at::eye(3);
    const at::Tensor scale = spectrum_scale(size, params.spectrum_decay, at::kFloat) * gain;
    if (Status set = step_->set_decoding(scale, matrix); !set) return set;
  }
  const auto or_zeros = [&](const at::Tensor& t) { return t.defined() ? t : at::zeros_like(values); };
  if (Status put = step_->put({values, or_zeros(moments.first), or_zeros(moments.second)}); !put) return put;
  adam_steps_ = moments.steps;
  holds_ = true;
  return {};
}

Result<DeviceDream::Home> DeviceDream::come_home() {
  auto values = step_->get();
  if (!values) return values.error();
  holds_ = false;
  picture_.reset();
  Home home{values->values, {}};
  if (adam_steps_ > 0) home.moments = {values->first, values->second, adam_steps_};
  return home;
}

Result<gpu::DreamStep::Outcome> DeviceDream::step(const std::shared_ptr<const net::Network>& network,
                                                  const Objective& objective, const DreamParams& params,
                                                  const DeviceOrder& order) {
  if (const Status used = use(network); !used) return used.error();
  const auto terms = objective.plain_terms().value();
  const std::vector<std::string> taps = taps_of(terms);
  StepBlock block{};
  const Size size{step_->shape().width, step_->shape().height};
  block.view = view_of(sampling_of(order.view, size, params.border, params.pad));
  for (const auto& term : terms) {
    const auto tap = std::ranges::find(taps, term.tap) - taps.begin();
    block.terms[block.term_count++] = {kind_of(term.kind), static_cast<int>(tap), term.index,
                                       term.weight,        term.across,           term.down};
  }
  block.rate = static_cast<float>(order.learning_rate);
  block.rule = params.optimiser == recipe::Optimiser::sgd              ? StepBlock::sgd
               : params.optimiser == recipe::Optimiser::sgd_normalised ? StepBlock::sgd_normalised
                                                                       : StepBlock::adam;
  const bool adam = params.optimiser == recipe::Optimiser::adam;
  if (adam) {
    const AdamRates rates = adam_rates(order.learning_rate, adam_steps_ + 1);
    block.rate = rates.rate;
    block.correct = rates.correct;
  }
  block.clamp = params.clamp ? 1 : 0;
  block.sigma = order.sigma;
  block.turn = order.mirror ? 1 : 0;
  auto outcome = step_->step(block, taps, order.redirect_relu);
  if (!outcome) return outcome.error();
  if (outcome->result.good != 0 && outcome->result.lost == 0) {
    picture_.reset();
    if (adam) ++adam_steps_;
  }
  return outcome;
}

Result<gpu::DreamStep::Picture> DeviceDream::picture() {
  if (!picture_) {
    auto taken = step_->picture();
    if (!taken) return taken.error();
    picture_ = std::move(taken).value();
  }
  return *picture_;
}

}  // namespace birddream::dream
