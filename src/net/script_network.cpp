#include "net/script_network.h"

#include <ATen/ATen.h>
#include <torch/autograd.h>
#include <torch/script.h>

#include "base/text.h"
#include "checkpoint/script_model.h"
#include "net/tap_collector.h"

namespace birddream::net {
namespace {

namespace fs = std::filesystem;

constexpr int trial_side = 128;  // px, where the description names no size; what birddream's dreams have
constexpr const char* how_to_write = " Write it in Python with torch.jit.script(network.eval()).save(FILE).";

/// What went wrong, out of a message that carries traces of Python and C++.
std::string reason(const std::exception& problem) {
  std::string text = problem.what();
  constexpr std::string_view mark = "Error: ";  // "RuntimeError: ", below the trace of the script
  if (const auto at = text.rfind(mark); at != std::string::npos) text.erase(0, at + mark.size());
  return first_line(text);
}

at::Tensor by_channel(const std::array<double, 3>& values, at::Device device) {
  return at::tensor(values, at::kDouble).to(at::kFloat).view({1, 3, 1, 1}).to(device);
}

class ScriptNetwork final : public Network {
 public:
  ScriptNetwork(torch::jit::Module module, const checkpoint::ScriptModel& model, std::string name,
                at::Device device)
      : module_(std::move(module)),
        name_(std::move(name)),
        device_(device),
        size_(model.size),
        mean_(by_channel(model.mean, device)),
        std_(by_channel(model.std, device)),
        taps_{{std::string(logits_tap), static_cast<int>(model.series.classes.size())}} {
    module_.eval();
    for (const at::Tensor& weight : module_.parameters()) weight.requires_grad_(false);
  }

  std::span<const Tap> taps() const override { return taps_; }
  int classes() const override { return taps_.front().channels; }
  at::Device device() const override { return device_; }

  Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                      ForwardOptions) const override {
    TORCH_CHECK(image.dim() == 4 && image.size(1) == 3, "an image is N x 3 x H x W, not ", image.sizes());
    TapCollector collector(taps_, wanted);
    if (wanted.empty()) return {};
    collector.reached(taps_.front().name, logits(image));
    return collector.take();
  }

  at::Tensor logits(const at::Tensor& image) const {
    at::Tensor x = image;
    if (size_ > 0 && (x.size(2) != size_ || x.size(3) != size_))
      x = at::_upsample_bilinear2d_aa(x, {size_, size_}, /*align_corners=*/false);
    const c10::IValue seen = run((x - mean_) / std_);
    TORCH_CHECK(seen.isTensor(), name_, ": its forward() returns ", seen.tagKind(),
                ", not one tensor of logits.");
    at::Tensor logits = seen.toTensor().to(at::kFloat);
    TORCH_CHECK(logits.dim() == 2 && logits.size(0) == image.size(0) && logits.size(1) == classes(), name_,
                ": it returns numbers of shape ", logits.sizes(), ", but ", image.size(0), " x ", classes(),
                " are wanted: a logit for each of the classes named beside it.");
    return logits;
  }

 private:
  c10::IValue run(const at::Tensor& x) const {
    // Interpreted as it stands: the optimising executor measures the first runs and then computes in another
    // order, so that equal dreams would no longer be equal to the byte.
    const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
    try {
      return module_.get_method("forward")({x});
    } catch (const std::exception& problem) {
      TORCH_CHECK(false, name_, ": it does not take a picture of ", x.size(3), " x ", x.size(2),
                  " px: ", reason(problem));
    }
  }

  torch::jit::Module module_;
  std::string name_;
  at::Device device_;
  int size_;
  at::Tensor mean_, std_;
  std::vector<Tap> taps_;
};

/// What a picture of noise shows to be wrong; throws what forward() throws.
Status try_out(const ScriptNetwork& network, int side) {
  const at::AutoGradMode recording(true);
  // Not from torch's generator, whose state is nobody's but the user's.
  const at::Tensor wave = at::arange(3 * side * side, at::kFloat).mul_(0.7F).sin_();
  const at::Tensor picture =
      wave.mul_(0.4F).add_(0.5F).view({1, 3, side, side}).to(network.device()).requires_grad_(true);
  const at::Tensor seen = network.logits(picture);
  const at::Tensor values = seen.detach();
  if (!at::isfinite(values).all().item<bool>()) return Error{"it answers with numbers that are not finite"};
  if (network.classes() > 1 && (values >= 0).all().item<bool>() &&
      (values.sum() - 1).abs().item<float>() < 1e-4F)
    return Error{"it answers with probabilities; leave the softmax out, so that it returns logits"};
  at::Tensor gradient;
  if (seen.requires_grad())
    gradient = torch::autograd::grad({seen.sum()}, {picture}, {}, /*retain_graph=*/false,
                                     /*create_graph=*/false, /*allow_unused=*/true)[0];
  if (!gradient.defined())
    return Error{
        "no gradient comes back to the picture, so nothing can be dreamt with it; write it without "
        "torch.no_grad and optimize_for_inference"};
  return {};
}

}  // namespace

Result<std::shared_ptr<const Network>> load_script_network(const fs::path& file, at::Device device) {
  const auto model = checkpoint::read_script_model(file);
  if (!model) return model.error();
  std::shared_ptr<const ScriptNetwork> network;
  try {
    auto module = torch::jit::load(file.string(), device);
    network = std::make_shared<ScriptNetwork>(std::move(module), *model, file.string(), device);
  } catch (const std::exception& problem) {
    return Error{file.string() + ": not a TorchScript file that can be read here (" + reason(problem) + ")." +
                 how_to_write};
  }
  try {
    const Status good = try_out(*network, model->size > 0 ? model->size : trial_side);
    if (!good) return Error{file.string() + ": " + good.error().message + "."};
  } catch (const std::exception& problem) {
    return Error{
        first_line(problem.what()) +
        (model->size > 0 ? "" : " (If it takes pictures of one size only, name its \"size\" beside it.)")};
  }
  return std::shared_ptr<const Network>(std::move(network));
}

}  // namespace birddream::net
