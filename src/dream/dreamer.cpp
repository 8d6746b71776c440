#include "dream/dreamer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <optional>
#include <utility>

#include "base/log.h"
#include "dream/dreamer_state.h"
#include "dream/guarded.h"
#include "dream/tiles.h"
#include "gpu/on_device.h"
#include "recipe/param_table.h"

namespace birddream::dream {
namespace {

const std::string logits(net::logits_tap);

}  // namespace

Dreamer::Dreamer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Dreamer::~Dreamer() = default;

Result<std::unique_ptr<Dreamer>> Dreamer::begin(const std::shared_ptr<const net::Network>& network,
                                                const recipe::DreamParams& params, ClassLookup find_class,
                                                NetworkLookup find_network) {
  if (const Status good = recipe::validate(params); !good) return good.error();
  return guarded("starting the dream", [&]() -> Result<std::unique_ptr<Dreamer>> {
    auto objective = Objective::bind(params.targets, *network, find_class, find_network);
    if (!objective) return objective.error();
    auto state = std::make_unique<State>(network, params, std::move(find_class), std::move(find_network),
                                         std::move(objective).value());
    if (const Status begun = state->canvas.begin(params); !begun) return begun.error();
    return std::unique_ptr<Dreamer>(new Dreamer(std::move(state)));
  });
}

Status Dreamer::begin_with(const at::Tensor& picture) {
  State& state = *state_;
  const recipe::DreamParams& params = state.params;
  if (picture.dim() != 4 || picture.size(1) != 3 || picture.size(2) != params.height ||
      picture.size(3) != params.width)
    return Error{"The start picture is not of the dream's size."};
  return guarded("starting the dream", [&]() -> Status {
    state.come_home();  // else the values there would live on
    state.canvas.begin_with(picture, params);
    state.ascent.reset();
    state.steps = 0;
    return {};
  });
}

Status Dreamer::set_params(const recipe::DreamParams& params) {
  State& state = *state_;
  if (params == state.params) return {};
  if (Status good = recipe::validate(params); !good) return good;
  // What may fail comes first: then nothing has changed.
  return guarded("changing the parameters", [&]() -> Status {
    std::optional<Objective> objective;
    if (params.targets != state.params.targets) {
      auto bound = Objective::bind(params.targets, *state.network, state.find_class, state.find_network,
                                   &state.objective);
      if (!bound) return bound.error();
      objective = std::move(bound).value();
    }
    if (recipe::changes_decoding(state.params, params)) state.come_home();
    if (state.params.parametrisation != params.parametrisation) {
      state.canvas.encode_anew(state.params, params);
      state.ascent.reset();
    } else if (recipe::changes_decoding(state.params, params)) {
      state.canvas.adopt(state.canvas.values(), params);
    }
    state.params = params;
    if (objective) state.objective = std::move(*objective);
    return {};
  });
}

Status Dreamer::set_network(const std::shared_ptr<const net::Network>& network) {
  State& state = *state_;
  return guarded("changing the network", [&]() -> Status {
    auto objective = Objective::bind(state.params.targets, *network, state.find_class, state.find_network);
    if (!objective) return objective.error();
    const bool leaves = state.is_away() && !gpu::split(network).device;
    if (leaves) state.come_home();
    state.objective = std::move(objective).value();
    state.use(network);
    if (state.is_away() || !state.canvas.is_outdated()) return {};
    state.canvas.adopt(state.canvas.values(), state.params);
    return {};
  });
}

bool Dreamer::on_device() const {
  return state_->is_away();
}
std::string Dreamer::device_note() const {
  return state_->device ? state_->device->why_no_graph() : state_->why_not_device;
}

Result<StepReport> Dreamer::step() {
  return guarded("in a dream step", [this] { return state_->step(); });
}

const recipe::DreamParams& Dreamer::params() const {
  return state_->params;
}
int Dreamer::steps_done() const {
  return state_->steps;
}

at::Tensor Dreamer::picture_tensor() const {
  if (const auto taken = state_->picture_away()) {
    const Size size = state_->canvas.size();
    return at::from_blob(
        const_cast<float*>(taken->host), {1, 3, size.height, size.width}, [owner = taken->owner](void*) {},
        at::kFloat);
  }
  return state_->canvas.decoded().detach();
}

image::PlanarView Dreamer::picture() const {
  image::PlanarView view;
  view.width = state_->canvas.size().width;
  view.height = state_->canvas.size().height;
  if (const auto taken = state_->picture_away()) {
    view.owner = taken->owner;
    view.data = taken->host;
    view.device = taken->device;
    view.ready = taken->ready;
    return view;
  }
  const auto dense =
      guarded("showing the picture", [&]() -> Result<at::Tensor> { return picture_tensor().contiguous(); });
  if (!dense) {
    log::warn(dense.error().message);
    return {};
  }
  auto tensor = std::make_shared<at::Tensor>(*dense);
  view.data = tensor->const_data_ptr<float>();
  view.memory = tensor->is_cuda() ? image::Memory::cuda : image::Memory::cpu;
  view.owner = std::move(tensor);
  return view;
}

Result<std::vector<float>> Dreamer::probabilities_under(const net::Network& network) const {
  return guarded("looking at the picture", [&]() -> Result<std::vector<float>> {
    const at::NoGradGuard frozen;
    const at::Tensor seen = mean_features(network, picture_tensor(), logits, state_->params.tile);
    const at::Tensor row = seen[0].to(at::kCPU, at::kFloat).contiguous();
    return softmax({row.const_data_ptr<float>(), static_cast<std::size_t>(row.numel())});
  });
}

Result<std::vector<Score>> Dreamer::classify(int count) const {
  return guarded("looking at the picture", [&]() -> Result<std::vector<Score>> {
    const at::NoGradGuard frozen;
    return top_scores(mean_features(*state_->network, picture_tensor(), logits, state_->params.tile), count);
  });
}

}  // namespace birddream::dream
