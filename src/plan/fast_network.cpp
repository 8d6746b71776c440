#include "plan/fast_network.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/autograd.h>
#include <torch/custom_class.h>

#include <algorithm>
#include <atomic>

#include "base/log.h"

namespace birddream::plan {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Keeps a plan for as long as autograd keeps the context that it is saved in.
struct Lease : torch::CustomClassHolder {
  std::shared_ptr<Plan> plan;
  std::vector<std::string> names;  ///< of the outputs
  bool redirect_relu = false;
};

class Planned : public torch::autograd::Function<Planned> {
 public:
  static variable_list forward(AutogradContext* context, const at::Tensor& image,
                               const std::shared_ptr<Plan>& plan, bool redirect_relu) {
    auto lease = c10::make_intrusive<Lease>();
    variable_list values;
    for (auto& [name, value] : plan->forward(image)) {
      lease->names.push_back(name);
      values.push_back(value);
    }
    lease->plan = plan;
    lease->redirect_relu = redirect_relu;
    context->saved_data["lease"] = c10::IValue::make_capsule(lease);
    context->set_materialize_grads(false);
    return values;
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto capsule = context->saved_data["lease"].toCapsule();
    auto& lease = static_cast<Lease&>(*capsule);
    std::map<std::string, at::Tensor> incoming;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      if (gradients[i].defined()) incoming[lease.names[i]] = gradients[i];
    }
    return {lease.plan->backward(incoming, lease.redirect_relu), at::Tensor(), at::Tensor()};
  }
};

class FastNetwork final : public net::Network {
 public:
  FastNetwork(std::shared_ptr<const net::Network> plain, net::GraphBlend weights,
              std::shared_ptr<PlanPool> pool)
      : plain_(std::move(plain)),
        weights_(std::make_shared<const net::GraphBlend>(std::move(weights))),
        pool_(std::move(pool)) {}

  std::span<const net::Tap> taps() const override { return plain_->taps(); }
  int classes() const override { return plain_->classes(); }
  at::Device device() const override { return plain_->device(); }
  at::Tensor class_weights() const override { return plain_->class_weights(); }
  std::optional<net::Graph> graph() const override { return plain_->graph(); }
  std::optional<net::GraphBlend> graphs() const override { return *weights_; }

  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions options) const override {
    const auto plan = plan_for(image, wanted, options);
    if (!plan) return plain_->forward(image, wanted, options);
    if (!at::GradMode::is_enabled() || !image.requires_grad()) return plan->forward(image);
    const variable_list values = Planned::apply(image, plan, options.redirect_relu);
    net::Activations found;
    auto value = values.begin();
    for (const std::string& name : wanted) found[name] = *value++;
    return found;
  }

  /// A plan for the caller alone; null where the network runs as it is.
  std::shared_ptr<Plan> plan_for(const at::Tensor& image, const std::set<std::string>& wanted,
                                 const net::ForwardOptions& options) const {
    if (!can_plan(image, wanted, options)) return nullptr;
    auto plan = pool_->take(weights_, size_of(image), wanted);
    if (plan) return std::move(plan).value();
    if (!warned_.test_and_set()) log::warn(plan.error().message + " It runs without a plan, slower.");
    return nullptr;
  }
  const net::Network& plain() const { return *plain_; }

 private:
  static Plan::Size size_of(const at::Tensor& image) {
    return {static_cast<int>(image.size(0)), static_cast<int>(image.size(2)),
            static_cast<int>(image.size(3))};
  }

  bool can_plan(const at::Tensor& image, const std::set<std::string>& wanted,
                const net::ForwardOptions& options) const {
    if (options.training || options.dropout > 0 || wanted.empty()) return false;
    if (!image.is_cpu() || image.scalar_type() != at::kFloat) return false;
    // What is a programming error there is left to the plain network to say.
    const auto known = [&](const std::string& name) {
      return std::ranges::any_of(taps(), [&](const net::Tap& tap) { return tap.name == name; });
    };
    return image.dim() == 4 && image.size(0) > 0 && image.size(1) == 3 &&
           image.size(2) >= weights_->from->smallest_side && image.size(3) >= weights_->from->smallest_side &&
           std::ranges::all_of(wanted, known);
  }

  std::shared_ptr<const net::Network> plain_;
  std::shared_ptr<const net::GraphBlend> weights_;
  std::shared_ptr<PlanPool> pool_;
  mutable std::atomic_flag warned_;
};

Look look_by_autograd(const net::Network& network, const at::Tensor& image,
                      const std::set<std::string>& wanted, const net::ForwardOptions& options) {
  const at::AutoGradMode recording(true);
  const at::Tensor x = image.detach().requires_grad_(true);
  const net::Activations recorded = network.forward(x, wanted, options);
  Look look;
  for (const auto& [name, value] : recorded) look.activations[name] = value.detach();
  look.backward = [x, recorded](const net::Activations& gradients) {
    variable_list outputs, incoming;
    for (const auto& [name, gradient] : gradients) {
      outputs.push_back(recorded.at(name));
      incoming.push_back(gradient);
    }
    return torch::autograd::grad(outputs, {x}, incoming, /*retain_graph=*/true)[0];
  };
  return look;
}

}  // namespace

Look look(const net::Network& network, const at::Tensor& image, const std::set<std::string>& wanted,
          net::ForwardOptions options) {
  const auto* const fast = dynamic_cast<const FastNetwork*>(&network);
  if (fast == nullptr) return look_by_autograd(network, image, wanted, options);
  const auto plan = fast->plan_for(image, wanted, options);
  if (!plan) return look_by_autograd(fast->plain(), image, wanted, options);
  return {plan->forward(image), [plan, redirect = options.redirect_relu](const net::Activations& gradients) {
            return plan->backward(gradients, redirect);
          }};
}

bool is_fast(const net::Network& network) {
  return dynamic_cast<const FastNetwork*>(&network) != nullptr;
}

std::shared_ptr<const net::Network> make_fast(std::shared_ptr<const net::Network> network,
                                              std::shared_ptr<PlanPool> pool) {
  std::optional<net::GraphBlend> graphs = network->graphs();
  if (!graphs) return network;
  return std::make_shared<FastNetwork>(std::move(network), std::move(*graphs), std::move(pool));
}

std::shared_ptr<const net::Network> make_fast(std::shared_ptr<const net::Network> network,
                                              std::optional<Precision> precision) {
  return precision ? make_fast(std::move(network), std::make_shared<PlanPool>(*precision)) : network;
}

}  // namespace birddream::plan
