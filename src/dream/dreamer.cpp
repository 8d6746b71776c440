#include "dream/dreamer.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "dream/device_dream.h"
#include "dream/guarded.h"
#include "dream/look.h"
#include "dream/objective.h"
#include "dream/octave.h"
#include "dream/optimiser.h"
#include "dream/picture_codec.h"
#include "dream/pixel_blur.h"
#include "dream/start_image.h"
#include "dream/tiles.h"
#include "dream/view.h"
#include "gpu/on_device.h"
#include "plan/fast_network.h"
#include "recipe/param_table.h"

namespace birddream::dream {
namespace {

constexpr int top_count = 5;
const std::string logits(net::logits_tap);
const std::string left_range =
    "The step left the range of numbers: the learning rate is too large for this optimiser. Lower it and "
    "restart.";

bool is_finite(const at::Tensor& tensor) {
  return at::isfinite(tensor).all().item<bool>();
}

bool changes_decoding(const recipe::DreamParams& a, const recipe::DreamParams& b) {
  return a.parametrisation != b.parametrisation || a.spectrum_decay != b.spectrum_decay ||
         a.contrast != b.contrast || a.decorrelate != b.decorrelate;
}

}  // namespace

struct Dreamer::State {
  std::shared_ptr<const net::Network> network;
  recipe::DreamParams params;
  ClassLookup find_class;
  NetworkLookup find_network;
  Objective objective;
  Ascent ascent;
  int steps = 0;

  Size size;         // of the picture as it stands
  at::Tensor start;  // values of the start at the finished size
  Size start_size;
  // decode(values) is the picture, and where the next step's forward begins. On the plain path, values are a
  // leaf that records gradients and decoded holds the graph; on the fast one the path knows the way back.
  at::Tensor values, decoded;
  std::optional<PicturePath> path;  // of a fast network
  // Where steps are done on a GPU; while it holds the values, those above are as they were when they left.
  std::optional<DeviceDream> device;
  std::string why_not_device;
  std::uint64_t draws_of;  // seed of the random streams

  State(std::shared_ptr<const net::Network> net, recipe::DreamParams p, ClassLookup classes,
        NetworkLookup networks, Objective goal)
      : network(std::move(net)),
        params(std::move(p)),
        find_class(std::move(classes)),
        find_network(std::move(networks)),
        objective(std::move(goal)),
        draws_of(params.seed) {
    use(network);
  }

  void use(const std::shared_ptr<const net::Network>& given) {
    const auto [inner, on] = gpu::split(given);
    network = inner;
    if (on && !device && why_not_device.empty()) device.emplace(on);
    if (!on) device.reset();
  }

  bool away() const { return device && device->holds(); }
  /// The values on the CPU, ready to go on there.
  void come_home() {
    if (!away()) return;
    auto home = device->come_home();
    if (!home) {
      give_up(home.error());
    } else {
      ascent.set_moments(home->moments);
      values = home->values;
    }
    adopt(values);
  }
  /// The picture where the values are away.
  std::optional<gpu::DreamStep::Picture> picture_away() {
    if (!away()) return std::nullopt;
    auto taken = device->picture();
    if (taken) return *taken;
    const Error why = taken.error();
    come_home();
    if (device) give_up(why);
    return std::nullopt;
  }
  /// From now on the CPU does it, with the values that it has.
  void give_up(const Error& why) {
    device.reset();
    why_not_device = why.message;
    log::warn("The GPU broke off (" + why.message + "); the dream goes on on the CPU.");
  }

  void adopt(const at::Tensor& new_values) {
    if (!plan::is_fast(*network)) {
      path.reset();
    } else if (!path) {
      path.emplace();
    }
    if (path) {
      const at::NoGradGuard frozen;
      values = new_values.detach().contiguous();
      path->prepare(size, params);
      decoded = path->decode(values);
      return;
    }
    const at::AutoGradMode recording(true);
    values = new_values.detach().requires_grad_(true);
    decoded = decode(values, size, params);
  }

  Status make_start() {
    auto made = start_values(params, {params.width, params.height}, network->device());
    if (!made) return made.error();
    start = std::move(made).value();
    start_size = {params.width, params.height};
    return {};
  }

  at::Tensor start_at(Size wanted) const {
    return resize_values(start, start_size, wanted, params.parametrisation);
  }

  // Another octave or size: what the dream has added to its start is carried over, the start comes at its own
  // detail (the classic octave scheme of google/deepdream, in values instead of pixels).
  Status change_size(Size wanted) {
    const at::NoGradGuard frozen;
    come_home();
    const at::Tensor added = values.detach() - start_at(size);
    if (start_size != Size{params.width, params.height}) {
      if (Status made = make_start(); !made) return made;
    }
    const at::Tensor resized = start_at(wanted) + resize_values(added, size, wanted, params.parametrisation);
    size = wanted;
    ascent.reset();
    adopt(resized);
    return {};
  }

  Result<StepReport> step();
  /// Nothing where it has to be done on the CPU.
  std::optional<Result<StepReport>> step_away();
  std::string problem(float reached, float norm) const;
  StepReport report(float reached, float norm, const at::Tensor& logits) const;
  /// The next values; nothing where they are not finite.
  std::optional<at::Tensor> finish_step(const ValuesGradient& gradient);
  struct UpdateDraws {
    float sigma;
    bool mirror;
  };
  UpdateDraws draw_update() const;
  /// The picture itself moves in this step.
  bool zooms() const {
    return (params.zoom != 0 || params.turn != 0) && (steps + 1) % std::max(params.zoom_every, 1) == 0;
  }
  at::Tensor moved(const at::Tensor& next) const;
};

Result<StepReport> Dreamer::State::step() {
  const int octave = octave_of(steps, params);
  if (const Size wanted = octave_size(octave, params); wanted != size) {
    if (Status changed = change_size(wanted); !changed) return changed.error();
  }
  if (device) {
    if (auto done = step_away()) return std::move(*done);
    come_home();
  }
  Random random(draws_of, static_cast<std::uint64_t>(steps));
  LookOptions how{draw_view(params, random), params.border, params.pad, steps < params.redirect_relu_steps};
  how.tiles = draw_tiles({size.width + 2 * params.pad, size.height + 2 * params.pad},
                         params.tile + 2 * params.pad, random);
  const Looked looked = path ? look_fast(*network, objective, *path, how)
                             : look_plainly(*network, objective, values, decoded, how);
  const at::NoGradGuard frozen;
  // The graph behind `decoded` is spent now; a refused step must leave one for the next try.
  const auto refuse = [this](const std::string& why) {
    if (!path) adopt(values);
    return Error{why};
  };
  const auto norm = static_cast<float>(looked.gradient.norm);
  if (const std::string why = problem(looked.reached, norm); !why.empty()) return refuse(why);
  const auto next = finish_step(looked.gradient);
  if (!next) return refuse(left_range);
  adopt(*next);
  ++steps;
  return report(looked.reached, norm, looked.logits);
}

std::optional<Result<StepReport>> Dreamer::State::step_away() {
  // What is seen by tiles is seen on the CPU.
  if (!DeviceDream::serves(objective) || std::max(size.width, size.height) + 2 * params.pad > params.tile)
    return std::nullopt;
  const at::NoGradGuard frozen;
  if (!device->holds() || !device->fits(size, params)) {
    come_home();  // another margin
    if (!device) return std::nullopt;
    if (const Status gone = device->take(values, ascent.moments(), size, network, params); !gone) {
      give_up(gone.error());
      return std::nullopt;
    }
  }
  Random random(draws_of, static_cast<std::uint64_t>(steps));
  DeviceOrder order;
  order.view = draw_view(params, random);
  order.redirect_relu = steps < params.redirect_relu_steps;
  order.learning_rate = learning_rate_at(steps, params);
  const UpdateDraws draws = draw_update();
  order.sigma = draws.sigma;
  order.mirror = draws.mirror;
  const auto outcome = device->step(network, objective, params, order);
  if (!outcome) {
    auto home = device->come_home();
    if (home) ascent.set_moments(home->moments), values = home->values;
    give_up(outcome.error());
    adopt(values);
    return std::nullopt;
  }
  const cuda::StepResult& found = outcome->result;
  if (const std::string why = problem(found.objective, found.norm); !why.empty())
    return Result<StepReport>(Error{why});
  if (found.lost != 0) return Result<StepReport>(Error{left_range});
  if (zooms()) {
    come_home();
    adopt(moved(values.detach()));
  }
  ++steps;
  return report(found.objective, found.norm, outcome->logits);
}

std::string Dreamer::State::problem(float reached, float norm) const {
  if (!std::isfinite(reached) || !std::isfinite(norm))
    return "The objective " + objective.description() +
           " is no longer a number: the picture ran away. Restart with a smaller learning rate.";
  if (norm == 0.0F)
    return "The gradient is zero: nothing on the way to " + objective.description() +
           " responds to this picture. Start from noise, raise 'Dead ReLU help', or choose the class logit "
           "as "
           "objective.";
  return "";
}

StepReport Dreamer::State::report(float reached, float norm, const at::Tensor& seen_logits) const {
  StepReport report{
      steps, octave_of(steps - 1, params) + 1, params.octaves, size.width, size.height, reached, norm, 0, {}};
  if (seen_logits.defined()) report.top = top_scores(seen_logits, top_count);
  return report;
}

Dreamer::State::UpdateDraws Dreamer::State::draw_update() const {
  // Draws of the update come from their own stream, so that the view's ranges never shift them.
  Random random(~draws_of, static_cast<std::uint64_t>(steps));
  const float sigma = random.uniform(params.blur_min, params.blur_max);
  return {sigma, random.coin() && params.flip == recipe::FlipMode::image};
}

std::optional<at::Tensor> Dreamer::State::finish_step(const ValuesGradient& gradient) {
  const auto kind = params.parametrisation;
  const double rate = learning_rate_at(steps, params);
  at::Tensor next;
  if (!path) {
    next = ascent.step(values.detach(), gradient.values, params.optimiser, rate);
    if (!is_finite(next)) return std::nullopt;
  } else if (!ascent.step_fused(values, gradient.values, gradient.mean_magnitude, params.optimiser, rate,
                                next)) {
    return std::nullopt;
  }
  const auto [sigma, mirror] = draw_update();
  // The original's order: clamp, blur, flip.
  if (kind == recipe::Parametrisation::pixel && params.clamp) next = next.clamp_(0, 1);
  if (path && kind == recipe::Parametrisation::fourier) {
    path->blur(next, sigma);
  } else if (path && sigma > 0) {
    next = blur_picture(next, sigma);
  } else {
    next = blur_values(next, size, sigma, kind);
  }
  if (mirror) {
    const auto turn = [kind](const at::Tensor& t) { return mirror_values(t, kind); };
    next = turn(next);
    ascent.mirror(turn);
  }
  return moved(next);
}

at::Tensor Dreamer::State::moved(const at::Tensor& next) const {
  if (!zooms()) return next;
  const auto times = static_cast<float>(std::max(params.zoom_every, 1));
  View view;
  view.scale = std::pow(1 + params.zoom / 100, times);
  view.angle = params.turn * times * std::numbers::pi_v<float> / 180;
  // What comes in at the edges is a mirror image even where the network is shown gray: a dream that recedes
  // or turns would grow a frame.
  const auto border = params.border == recipe::Border::gray ? recipe::Border::mirror : params.border;
  return encode(apply_view(decode(next, size, params), view, border, 0), params);
}

Dreamer::Dreamer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Dreamer::~Dreamer() = default;

Result<std::unique_ptr<Dreamer>> Dreamer::begin(std::shared_ptr<const net::Network> network,
                                                const recipe::DreamParams& params, ClassLookup find_class,
                                                NetworkLookup find_network) {
  if (const Status good = recipe::validate(params); !good) return good.error();
  auto objective = Objective::bind(params.targets, *network, find_class, find_network);
  if (!objective) return objective.error();
  auto state = std::make_unique<State>(std::move(network), params, std::move(find_class),
                                       std::move(find_network), std::move(objective).value());
  return guarded("starting the dream", [&]() -> Result<std::unique_ptr<Dreamer>> {
    if (const Status made = state->make_start(); !made) return made.error();
    state->size = octave_size(0, params);
    state->adopt(state->start_at(state->size));
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
    const at::NoGradGuard frozen;
    state.start = encode(picture, params);
    state.start_size = {params.width, params.height};
    state.size = octave_size(0, params);
    state.steps = 0;
    state.ascent.reset();
    state.adopt(state.start_at(state.size));
    return {};
  });
}

Status Dreamer::set_params(const recipe::DreamParams& params) {
  State& state = *state_;
  if (params == state.params) return {};
  if (Status good = recipe::validate(params); !good) return good;
  if (params.targets != state.params.targets) {
    auto objective = Objective::bind(params.targets, *state.network, state.find_class, state.find_network);
    if (!objective) return objective.error();
    state.objective = std::move(objective).value();
  }
  return guarded("changing the parameters", [&]() -> Status {
    const at::NoGradGuard frozen;
    if (changes_decoding(state.params, params)) state.come_home();
    const recipe::DreamParams before = std::exchange(state.params, params);
    if (before.parametrisation != params.parametrisation) {
      // The start of the living dream is re-encoded too; what a restart would begin with is made at the
      // restart.
      const at::Tensor start_picture = decode(state.start, state.start_size, before);
      const at::Tensor picture = state.decoded.detach();
      state.start = encode(start_picture, params);
      state.ascent.reset();
      state.adopt(encode(picture, params));
    } else if (changes_decoding(before, params)) {
      state.adopt(state.values);
    }
    return {};
  });
}

Status Dreamer::set_network(std::shared_ptr<const net::Network> network) {
  auto objective =
      Objective::bind(state_->params.targets, *network, state_->find_class, state_->find_network);
  if (!objective) return objective.error();
  state_->objective = std::move(objective).value();
  const bool leaves = state_->away() && !gpu::split(network).device;
  if (leaves) state_->come_home();
  state_->use(network);
  if (state_->away() || state_->path.has_value() == plan::is_fast(*state_->network)) return {};
  return guarded("changing the network", [&]() -> Status {
    state_->adopt(state_->values);
    return {};
  });
}

bool Dreamer::on_device() const {
  return state_->away();
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
    return at::from_blob(
        const_cast<float*>(taken->host), {1, 3, state_->size.height, state_->size.width},
        [owner = taken->owner](void*) {}, at::kFloat);
  }
  return state_->decoded.detach();
}

image::PlanarView Dreamer::picture() const {
  image::PlanarView view;
  view.width = state_->size.width;
  view.height = state_->size.height;
  if (const auto taken = state_->picture_away()) {
    view.owner = taken->owner;
    view.data = taken->host;
    view.device = taken->device;
    view.ready = taken->ready;
    return view;
  }
  auto tensor = std::make_shared<at::Tensor>(picture_tensor().contiguous());
  view.data = tensor->const_data_ptr<float>();
  view.memory = tensor->is_cuda() ? image::Memory::cuda : image::Memory::cpu;
  view.owner = std::move(tensor);
  return view;
}

std::vector<float> Dreamer::probabilities_under(const net::Network& network) const {
  const at::NoGradGuard frozen;
  const at::Tensor seen = mean_features(network, picture_tensor(), logits, state_->params.tile);
  const at::Tensor row = seen[0].to(at::kCPU, at::kFloat).contiguous();
  return softmax({row.const_data_ptr<float>(), static_cast<std::size_t>(row.numel())});
}

std::vector<Score> Dreamer::classify(int count) const {
  const at::NoGradGuard frozen;
  return top_scores(mean_features(*state_->network, picture_tensor(), logits, state_->params.tile), count);
}

}  // namespace birddream::dream
