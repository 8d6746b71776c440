#include "plan/plan.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <atomic>

#include "plan/backward_pass.h"
#include "plan/forward_pass.h"
#include "plan/parallel.h"

namespace birddream::plan {
namespace {

int tap_index(const net::Graph& graph, const std::string& name) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].tap == name) return static_cast<int>(i);
  }
  return -1;
}

void pack(Steps& steps, const net::GraphBlend& weights) {
  for (const auto& step : steps.pack) step(weights);
}

}  // namespace

struct Plan::State {
  net::GraphBlend weights;
  Size size;
  std::map<std::string, int> wanted;  // with their units
  ForwardPass forward;
  std::map<std::set<int>, std::unique_ptr<BackwardPass>> backward;  // by the units where gradients come in
  std::atomic<std::size_t> bytes;  // taken for all of them: others ask while the plan's holder plans

  State(net::GraphBlend w, Size s, std::map<std::string, int> taps, Units units, Precision precision)
      : weights(std::move(w)),
        size(s),
        wanted(std::move(taps)),
        forward(*weights.from, std::move(units), s.n, precision),
        bytes(forward.steps().buffers.bytes()) {
    pack(forward.steps(), weights);
  }

  bool is_logits(int unit) const { return forward.units()[unit].op == Unit::Op::linear; }

  BackwardPass& backward_from(const std::set<int>& units) {
    if (const auto known = backward.find(units); known != backward.end()) return *known->second;
    auto made = std::make_unique<BackwardPass>(*weights.from, forward, units);
    pack(made->steps(), weights);
    bytes += made->steps().buffers.bytes();
    return *backward.emplace(units, std::move(made)).first->second;
  }
};

Plan::Plan(std::unique_ptr<State> state) : state_(std::move(state)) {}
Plan::~Plan() = default;

Result<std::unique_ptr<Plan>> Plan::make(const net::Graph& graph, Size size,
                                         const std::set<std::string>& wanted, Precision precision) {
  return make(net::GraphBlend{std::make_shared<const net::Graph>(graph)}, size, wanted, precision);
}

Result<std::unique_ptr<Plan>> Plan::make(const net::GraphBlend& blend, Size size,
                                         const std::set<std::string>& wanted, Precision precision) try {
  const net::Graph& graph = *blend.from;
  std::map<std::string, int> taps;
  for (const std::string& name : wanted) {
    taps[name] = tap_index(graph, name);
    if (taps[name] < 0) return Error{"This network has no layer '" + name + "'."};
  }
  auto units = units_of(graph, size.h, size.w, wanted);
  if (!units) return units.error();
  at::get_num_threads();  // LibTorch sets the thread count of a thread that is new to it
  return std::unique_ptr<Plan>(
      new Plan(std::make_unique<State>(blend, size, std::move(taps), std::move(units).value(), precision)));
} catch (const std::exception& problem) {
  return Error{std::string("The network could not be planned: ") + problem.what()};
}

void Plan::set_weights(const net::Graph& graph) {
  set_weights(net::GraphBlend{std::make_shared<const net::Graph>(graph)});
}

void Plan::set_weights(const net::GraphBlend& blend) {
  TORCH_CHECK(blend.from->nodes.size() == state_->weights.from->nodes.size(), "weights of another network");
  state_->weights = blend;
  pack(state_->forward.steps(), blend);
  for (const auto& [units, pass] : state_->backward) pack(pass->steps(), blend);
}

std::map<std::string, at::Tensor> Plan::forward(const at::Tensor& image) {
  State& s = *state_;
  TORCH_CHECK(image.sizes() == at::IntArrayRef({s.size.n, 3, s.size.h, s.size.w}),
              "not the plan's size: ", image.sizes());
  const at::Tensor picture = image.contiguous();
  s.forward.run(picture.const_data_ptr<float>());
  std::map<std::string, at::Tensor> found;
  for (const auto& [name, unit] : s.wanted) {
    const View y = s.forward.kept(unit).y;
    at::Tensor tap = at::empty({y.n, y.c, y.h, y.w},
                               at::TensorOptions(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
    auto* to = tap.mutable_data_ptr<float>();
    const Kernels& kernels = kernels_for(s.forward.type_of(unit));
    on_rows(y, [&](long begin, long end) { kernels.to_float(y, to, begin, end); });
    found[name] = s.is_logits(unit) ? tap.view({y.n, y.c}) : tap;
  }
  return found;
}

at::Tensor Plan::backward(const std::map<std::string, at::Tensor>& gradients, bool redirect_relu) {
  State& s = *state_;
  std::map<int, at::Tensor> by_unit;  // kept alive for the length of the call, in the order of the units
  for (const auto& [name, gradient] : gradients) {
    const int unit = s.wanted.at(name);
    const at::Tensor whole = s.is_logits(unit) ? gradient.unsqueeze(-1).unsqueeze(-1) : gradient;
    by_unit[unit] = whole.permute({0, 2, 3, 1}).contiguous();
  }
  std::set<int> units;
  std::vector<const float*> entries;
  for (const auto& [unit, gradient] : by_unit) {
    units.insert(unit);
    entries.push_back(gradient.const_data_ptr<float>());
  }
  at::Tensor image = at::empty({s.size.n, 3, s.size.h, s.size.w}, at::kFloat);
  s.backward_from(units).run(entries, redirect_relu, image.mutable_data_ptr<float>());
  return image;
}

std::size_t Plan::bytes() const {
  return state_->bytes;
}

std::vector<std::string> Plan::kernels() const {
  std::vector<std::string> names;
  const auto collect = [&](const Steps& steps) {
    for (const auto& convolution : steps.convolutions) names.push_back(convolution->kernel());
  };
  collect(state_->forward.steps());
  for (const auto& [units, pass] : state_->backward) collect(pass->steps());
  return names;
}

}  // namespace birddream::plan
