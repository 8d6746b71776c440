#include "app/bench_peer_ways.h"

#include <ATen/ATen.h>

#include <nlohmann/json.hpp>
#include <span>

#include "app/bench_step.h"
#include "base/atomic_file.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

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

Result<double> ask_for_time(BenchPeer& peer, const std::string& way) {
  const auto answer = peer.ask({{"do", "run"}, {"way", way}, {"times", 1}});
  if (!answer) return answer.error();
  const auto times = answer->value("ms", nlohmann::json::array());
  if (times.empty() || !times[0].is_number()) return Error{"The peer told no time."};
  return times[0].get<double>();
}

}  // namespace

Status add_peer_ways(BenchPeer& peer, const BenchSubject& subject, const fs::path& folder,
                     std::vector<Contender>& contenders, std::vector<std::string>& problems) {
  const fs::path weights_file = folder / "weights.safetensors", image_file = folder / "image.f32";
  if (const Status saved = net::save_weights(weights_file, subject.weights, {}); !saved) return saved;
  if (const Status saved = write_file_atomically(image_file, bytes_of(subject.input)); !saved) return saved;
  nlohmann::json request = {{"do", "prepare"},
                            {"architecture", subject.bench.architecture},
                            {"weights", weights_file.string()},
                            {"image", image_file.string()},
                            {"shape", subject.input.sizes().vec()},
                            {"goal", bench_goal},
                            {"out", folder.string()}};
  if (subject.recipe) request["recipe"] = recipe_for_peer(*subject.recipe);
  const auto prepared = peer.ask(request);
  if (!prepared) return prepared.error();
  const auto failed = prepared->value("failed", nlohmann::json::object());
  const auto ways = prepared->value("ways", nlohmann::json::array());
  for (const auto& [name, why] : failed.items())
    problems.push_back(std::string(subject.bench.name) + ", Python " + name + ": " + why.dump());
  for (const auto& way : ways) {
    const std::string name = way.is_string() ? way.get<std::string>() : "?";
    contenders.push_back(
        {"Python " + name,
         [file = folder / (name + ".f32"), like = subject.input] { return read_gradient(file, like); },
         [&peer, name] { return ask_for_time(peer, name); }});
  }
  return {};
}

}  // namespace birddream::app
