#include "dream/dreamer_state.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "dream/guarded.h"
#include "dream/look.h"
#include "dream/octave.h"
#include "dream/tiles.h"
#include "dream/update.h"
#include "dream/view.h"
#include "gpu/on_device.h"

namespace birddream::dream {
namespace {

constexpr int top_count = 5;
const std::string left_range =
    "The step left the range of numbers: the learning rate is too large for this optimiser. Lower it and "
    "restart.";

}  // namespace

Dreamer::State::State(const std::shared_ptr<const net::Network>& given, recipe::DreamParams wanted,
                      ClassLookup classes, NetworkLookup networks, Objective goal)
    : params(std::move(wanted)),
      find_class(std::move(classes)),
      find_network(std::move(networks)),
      objective(std::move(goal)),
      seed(params.seed) {
  use(given);
}

void Dreamer::State::use(const std::shared_ptr<const net::Network>& given) {
  const auto [inner, on] = gpu::split(given);
  network = inner;
  canvas.use(*network);
  if (on && !device && why_not_device.empty()) device.emplace(on);
  if (!on) device.reset();
}

void Dreamer::State::come_home() {
  if (!is_away()) return;
  const auto home = device->come_home();
  if (!home) give_up(home.error());
  arrive(home);
}

void Dreamer::State::arrive(const Result<DeviceDream::Home>& home) {
  if (home) ascent.set_moments(home->moments);
  canvas.adopt(home ? home->values : canvas.values(), params);
}

void Dreamer::State::give_up(const Error& why) {
  device.reset();
  why_not_device = why.message;
  log::warn("The GPU broke off (" + why.message + "); the dream goes on on the CPU.");
}

std::optional<gpu::DreamStep::Picture> Dreamer::State::picture_away() {
  if (!is_away()) return std::nullopt;
  auto taken = device->picture();
  if (taken) return *taken;
  const Error why = taken.error();
  // Where that fails too the picture is the one that left.
  const Status home = guarded("fetching the picture from the GPU", [&]() -> Status {
    come_home();
    return {};
  });
  if (!home) log::warn(home.error().message);
  if (device) give_up(why);
  return std::nullopt;
}

Status Dreamer::State::change_size(Size wanted) {
  come_home();
  if (Status resized = canvas.resize(wanted, params); !resized) return resized;
  ascent.reset();
  return {};
}

Result<StepReport> Dreamer::State::step() {
  if (const Size wanted = octave_size(octave_of(steps, params), params); wanted != canvas.size()) {
    if (Status changed = change_size(wanted); !changed) return changed.error();
  }
  if (!device) return step_at_home();
  if (auto done = step_away()) return std::move(*done);
  come_home();
  auto done = step_at_home();
  if (device && beyond_halves && done)
    give_up(Error{"its half precision does not hold this network's numbers"});
  return done;
}

Result<StepReport> Dreamer::State::step_at_home() {
  Random random(seed, static_cast<std::uint64_t>(steps));
  LookOptions how{draw_view(params, random), params.border, params.pad, steps < params.redirect_relu_steps};
  const Size size = canvas.size();
  how.tiles = draw_tiles({size.width + 2 * params.pad, size.height + 2 * params.pad},
                         params.tile + 2 * params.pad, random);
  PicturePath* const path = canvas.path();
  const Looked looked = path != nullptr
                            ? look_fast(*network, objective, *path, how)
                            : look_plainly(*network, objective, canvas.values(), canvas.decoded(), how);
  const at::NoGradGuard frozen;
  // The graph behind the decoded picture is spent now; a refused step must leave one for the next try.
  const auto refuse = [&](const std::string& why) {
    if (path == nullptr) canvas.adopt(canvas.values(), params);
    return Error{why};
  };
  const auto norm = static_cast<float>(looked.gradient.norm);
  if (const std::string why = problem_in(looked.reached, norm); !why.empty()) return refuse(why);
  const auto next = updated(canvas.values(), looked.gradient, size, params, seed, steps, ascent, path);
  if (!next) return refuse(left_range);
  canvas.adopt(*next, params);
  ++steps;
  return report(looked.reached, norm, looked.logits);
}

std::optional<Result<StepReport>> Dreamer::State::step_away() {
  const at::NoGradGuard frozen;
  beyond_halves = false;
  if (!go_away()) return std::nullopt;
  const auto outcome = device->step(network, objective, params, order());
  if (!outcome) {
    const auto home = device->come_home();
    give_up(outcome.error());
    arrive(home);
    return std::nullopt;
  }
  const cuda::StepResult& found = outcome->result;
  // Either the picture ran away or halves are too small: float32 knows.
  beyond_halves = !std::isfinite(found.objective) || !std::isfinite(found.norm);
  if (beyond_halves) return std::nullopt;
  if (const std::string why = problem_in(found.objective, found.norm); !why.empty())
    return Result<StepReport>(Error{why});
  if (found.lost != 0) return Result<StepReport>(Error{left_range});
  if (zooms(params, steps)) {
    come_home();
    canvas.adopt(zoomed(canvas.values().detach(), canvas.size(), params, steps), params);
  }
  ++steps;
  return report(found.objective, found.norm, outcome->logits);
}

/// Whether the device holds the values, which this step can be done with.
bool Dreamer::State::go_away() {
  const Size size = canvas.size();
  // What is seen by tiles is seen on the CPU.
  if (!DeviceDream::serves(objective) || std::max(size.width, size.height) + 2 * params.pad > params.tile)
    return false;
  if (device->holds() && device->fits(size, params)) return true;
  come_home();  // another margin
  if (!device) return false;
  const Status gone = device->take(canvas.values(), ascent.moments(), size, network, params);
  if (!gone) give_up(gone.error());
  return gone.ok();
}

DeviceOrder Dreamer::State::order() const {
  Random random(seed, static_cast<std::uint64_t>(steps));
  const UpdateDraws draws = draw_update(params, seed, steps);
  return {.view = draw_view(params, random),
          .redirect_relu = steps < params.redirect_relu_steps,
          .learning_rate = learning_rate_at(steps, params),
          .sigma = draws.sigma,
          .mirror = draws.mirror};
}

/// Why a step cannot be taken; empty: it can.
std::string Dreamer::State::problem_in(float reached, float norm) const {
  if (!std::isfinite(reached) || !std::isfinite(norm))
    return "The objective " + objective.description() +
           " is no longer a number: the picture ran away. Restart with a smaller learning rate.";
  if (norm == 0.0F)
    return "The gradient is zero: nothing on the way to " + objective.description() +
           " responds to this picture" +
           (params.targets.size() > 1 ? ", or its parts cancel each other" : "") +
           ". Start from noise, raise 'Dead ReLU help', or choose the class logit "
           "as objective.";
  return "";
}

StepReport Dreamer::State::report(float reached, float norm, const at::Tensor& logits) const {
  const Size size = canvas.size();
  StepReport report{
      steps, octave_of(steps - 1, params) + 1, params.octaves, size.width, size.height, reached, norm, 0, {}};
  if (logits.defined()) report.top = top_scores(logits, top_count);
  return report;
}

}  // namespace birddream::dream
