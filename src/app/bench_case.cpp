#include "app/bench_case.h"

#include <ATen/ATen.h>
#include <torch/autograd.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/paths.h"
#include "net/weights.h"
#include "plan/plan.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

constexpr int classes = 1000;
constexpr int goal = 130;  // ImageNet's flamingo
const std::string logits(net::logits_tap);

/// Trained weights where some ship; for the others random ones must do.
Result<net::StateDict> weights_of(const std::string& architecture) {
  if (architecture != "googlenet") return net::random_weights(architecture, classes, 1);
  auto read = net::load_weights(assets_dir() / "imagenet" / "googlenet.safetensors");
  if (!read) return read.error();
  return std::move(read->tensors);
}

double milliseconds_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

Contender contender(std::string name, std::function<at::Tensor()> once) {
  return {std::move(name), [once]() -> Result<at::Tensor> { return once(); },
          [once]() -> Result<double> { return milliseconds_of([&] { once(); }); }};
}

Contender plain_contender(std::shared_ptr<const net::Network> network, const at::Tensor& image) {
  return contender("plain", [network, image] {
    const at::Tensor x = image.detach().requires_grad_(true);
    const at::Tensor y = network->forward(x, {logits}).at(logits);
    return torch::autograd::grad({y.select(1, goal).sum()}, {x})[0];
  });
}

Result<Contender> plan_contender(const net::Network& network, const at::Tensor& image,
                                 plan::Precision precision, const std::string& name) {
  const auto graph = network.graph();
  if (!graph) return Error{"This architecture has no plan."};
  const plan::Plan::Size size{static_cast<int>(image.size(0)), static_cast<int>(image.size(2)),
                              static_cast<int>(image.size(3))};
  auto made = plan::Plan::make(*graph, size, {logits}, precision);
  if (!made) return made.error();
  const at::Tensor towards = at::zeros({image.size(0), classes});
  towards.select(1, goal).fill_(1);
  const std::shared_ptr<plan::Plan> planned = std::move(made).value();
  return contender(name, [planned, image, towards] {
    planned->forward(image);
    return planned->backward({{logits, towards}});
  });
}

std::span<const std::byte> bytes_of(const at::Tensor& tensor) {
  return std::as_bytes(std::span(tensor.const_data_ptr<float>(), static_cast<std::size_t>(tensor.numel())));
}

Result<at::Tensor> read_gradient(const fs::path& file, const at::Tensor& like) {
  const std::size_t size = static_cast<std::size_t>(like.numel()) * sizeof(float);
  const auto text = read_file(file, size);
  if (!text) return text.error();
  if (text->size() != size) return Error{file.string() + ": a gradient of another size."};
  at::Tensor gradient = at::empty_like(like);
  std::copy(text->begin(), text->end(), static_cast<char*>(gradient.data_ptr()));
  return gradient;
}

Status add_peers(BenchPeer& peer, const BenchCase& bench, const net::StateDict& weights,
                 const at::Tensor& image, const fs::path& folder, std::vector<Contender>& contenders,
                 std::vector<std::string>& problems) {
  const fs::path weights_file = folder / "weights.safetensors", image_file = folder / "image.f32";
  if (const Status saved = net::save_weights(weights_file, weights, {}); !saved) return saved;
  if (const Status saved = write_file_atomically(image_file, bytes_of(image)); !saved) return saved;
  const auto prepared = peer.ask({{"do", "prepare"},
                                  {"architecture", bench.architecture},
                                  {"weights", weights_file.string()},
                                  {"image", image_file.string()},
                                  {"n", bench.batch},
                                  {"h", bench.side},
                                  {"w", bench.side},
                                  {"goal", goal},
                                  {"out", folder.string()}});
  if (!prepared) return prepared.error();
  const auto failed = prepared->value("failed", nlohmann::json::object());
  const auto ways = prepared->value("ways", nlohmann::json::array());
  for (const auto& [name, why] : failed.items())
    problems.push_back(std::string(bench.name) + ", Python " + name + ": " + why.dump());
  for (const auto& way : ways) {
    const std::string name = way.is_string() ? way.get<std::string>() : "?";
    contenders.push_back({"Python " + name,
                          [folder, name, image] { return read_gradient(folder / (name + ".f32"), image); },
                          [&peer, name]() -> Result<double> {
                            const auto answer = peer.ask({{"do", "run"}, {"way", name}, {"times", 1}});
                            if (!answer) return answer.error();
                            const auto times = answer->value("ms", nlohmann::json::array());
                            if (times.empty() || !times[0].is_number())
                              return Error{"The peer told no time."};
                            return times[0].get<double>();
                          }});
  }
  return {};
}

}  // namespace

const std::vector<BenchCase>& bench_cases() {
  static const std::vector<BenchCase> all = {{"googlenet-128", "googlenet", 128, 1, 0.517},
                                             {"googlenet-224", "googlenet", 224, 1, 1.583},
                                             {"googlenet-128x8", "googlenet", 128, 8, 0.517},
                                             {"inception-128", "inception_v4", 128, 1, 1.58},
                                             {"inception-299", "inception_v4", 299, 1, 12.25}};
  return all;
}

Result<std::vector<Contender>> contenders_of(const BenchCase& bench, std::optional<BenchPeer>& peer,
                                             const fs::path& folder, std::vector<std::string>& problems) {
  auto weights = weights_of(bench.architecture);
  if (!weights) return weights.error();
  auto network = net::make_network(bench.architecture, *weights, at::kCPU);
  if (!network) return network.error();
  at::manual_seed(1);
  const at::Tensor image = at::rand({bench.batch, 3, bench.side, bench.side});
  std::vector<Contender> contenders = {plain_contender(*network, image)};
  for (const auto& [precision, name] : {std::pair{plan::Precision::float32, "plan float32"},
                                        std::pair{plan::Precision::bfloat16, "plan bfloat16"}}) {
    auto made = plan_contender(**network, image, precision, name);
    if (made) {
      contenders.push_back(std::move(made).value());
    } else {
      problems.push_back(std::string(bench.name) + ", " + name + ": " + made.error().message);
    }
  }
  if (peer) {
    if (const Status added = add_peers(*peer, bench, *weights, image, folder, contenders, problems); !added) {
      problems.push_back(std::string(bench.name) + ", Python: " + added.error().message);
      peer.reset();
    }
  }
  return contenders;
}

}  // namespace birddream::app
