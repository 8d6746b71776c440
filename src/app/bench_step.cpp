#include "app/bench_step.h"

#include <ATen/ATen.h>

#include <nlohmann/json.hpp>

#include "dream/dreamer.h"
#include "dream/look.h"
#include "plan/fast_network.h"
#include "recipe/presets.h"

namespace birddream::app {
namespace {

using recipe::Parametrisation;

Result<int> find_goal(const std::string& /*species*/) {
  return bench_goal;
}

dream::Size size_of(const recipe::DreamParams& recipe) {
  return {recipe.width, recipe.height};
}

at::Tensor plain_gradient(const net::Network& network, const dream::Objective& objective,
                          const recipe::DreamParams& recipe, const at::Tensor& input) {
  const at::Tensor values = input.detach().requires_grad_(true);
  const at::Tensor decoded = dream::decode(values, size_of(recipe), recipe);
  return dream::look_plainly(network, objective, values, decoded, {{}, recipe.border, 0, false})
      .gradient.values;
}

at::Tensor fast_gradient(const net::Network& network, const dream::Objective& objective,
                         const recipe::DreamParams& recipe, const at::Tensor& input) {
  dream::PicturePath path;
  path.prepare(size_of(recipe), recipe);
  path.decode(input.contiguous());
  return dream::look_fast(network, objective, path, {{}, recipe.border, 0, false}).gradient.values.clone();
}

Result<Contender> step_contender(const BenchSubject& subject, std::optional<plan::Precision> precision,
                                 const std::string& name) {
  const recipe::DreamParams& recipe = *subject.recipe;
  const auto network = plan::make_fast(subject.network, precision);
  if (precision && !plan::is_fast(*network)) return Error{"This architecture has no plan."};
  auto objective = dream::Objective::bind(recipe.targets, *network, find_goal);
  if (!objective) return objective.error();
  auto begun = dream::Dreamer::begin(network, recipe, find_goal);
  if (!begun) return begun.error();
  const std::shared_ptr<dream::Dreamer> dreamer = std::move(begun).value();
  return Contender{
      name,
      [network, recipe, precision, input = subject.input, objective = *objective]() -> Result<at::Tensor> {
        return (precision ? fast_gradient : plain_gradient)(*network, objective, recipe, input);
      },
      [dreamer]() -> Result<double> {
        const auto start = std::chrono::steady_clock::now();
        if (const auto stepped = dreamer->step(); !stepped) return stepped.error();
        return milliseconds_since(start);
      }};
}

}  // namespace

void make_steps_of(BenchSubject& subject) {
  recipe::DreamParams recipe = recipe::find_preset(subject.bench.preset)->params;
  recipe.targets = {recipe::Target{}};
  recipe.targets[0].kind = recipe::ObjectiveKind::class_logit;
  recipe.width = recipe.height = subject.bench.side;
  recipe.redirect_relu_steps = 0;
  recipe.start = recipe::StartKind::noise;
  recipe.start_contrast = 0.1F;
  subject.input = dream::encode(subject.input, recipe).contiguous();
  subject.recipe = recipe;
}

std::vector<Contender> step_contenders(const BenchSubject& subject, std::vector<std::string>& problems) {
  using Precision = plan::Precision;
  std::vector<Contender> contenders;
  for (const auto& [precision, name] : {std::pair{std::optional<Precision>(), "plain"},
                                        std::pair{std::optional(Precision::float32), "plan float32"},
                                        std::pair{std::optional(Precision::bfloat16), "plan bfloat16"}}) {
    auto made = step_contender(subject, precision, name);
    if (made) {
      contenders.push_back(std::move(made).value());
    } else {
      problems.push_back(std::string(subject.bench.name) + ", " + name + ": " + made.error().message);
    }
  }
  return contenders;
}

nlohmann::json recipe_for_peer(const recipe::DreamParams& recipe) {
  if (recipe.parametrisation == Parametrisation::pixel)
    return {
        {"kind", "original"}, {"w", recipe.width}, {"rate", recipe.learning_rate}, {"blur", recipe.blur_max}};
  return {{"kind", "fourier"},
          {"w", recipe.width},
          {"rate", recipe.learning_rate},
          {"decay", recipe.spectrum_decay},
          {"contrast", recipe.contrast},
          {"jitter", recipe.jitter},
          {"rotate", recipe.rotate},
          {"scale_min", recipe.scale_min},
          {"scale_max", recipe.scale_max}};
}

}  // namespace birddream::app
