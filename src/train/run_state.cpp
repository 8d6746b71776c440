#include "train/run_state.h"

#include <string_view>

#include "base/number_from.h"
#include "net/weights.h"

namespace birddream::train {
namespace {

constexpr std::string_view weights_prefix = "weights/";
constexpr std::string_view average_prefix = "average/";
constexpr std::string_view optimiser_prefix = "optimiser/";

template <class Number>
bool read(const std::map<std::string, std::string>& metadata, const char* key, Number& value) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return false;
  const auto number = number_from<Number>(found->second);
  value = number.value_or(value);
  return number && value >= 0;
}

}  // namespace

std::filesystem::path state_file(const std::filesystem::path& folder) {
  return folder / "resume.safetensors";
}

Status save_state(const std::filesystem::path& folder, const RunState& state) {
  net::StateDict all;
  for (const auto& [name, tensor] : state.weights) all[std::string(weights_prefix) + name] = tensor;
  for (const auto& [name, tensor] : state.average) all[std::string(average_prefix) + name] = tensor;
  for (const auto& [name, tensor] : state.optimiser) all[std::string(optimiser_prefix) + name] = tensor;
  return net::save_weights(state_file(folder), all,
                           {{"birddream_training", "1"},
                            {"step", std::to_string(state.step)},
                            {"updates", std::to_string(state.updates)},
                            {"seconds", std::to_string(state.seconds)},
                            {"run", state.run},
                            {"parent", state.parent}});
}

Result<RunState> load_state(const std::filesystem::path& folder) {
  const std::filesystem::path file = state_file(folder);
  auto all = net::load_weights(file);
  if (!all) return all.error();
  RunState state;
  const auto& metadata = all->metadata;
  if (!metadata.contains("birddream_training") || !read(metadata, "step", state.step) ||
      !read(metadata, "updates", state.updates) || !read(metadata, "seconds", state.seconds)) {
    return Error{file.string() + ": not the state of a training."};
  }
  if (const auto run = metadata.find("run"); run != metadata.end()) state.run = run->second;
  if (const auto parent = metadata.find("parent"); parent != metadata.end()) state.parent = parent->second;
  for (auto& [name, tensor] : all->tensors) {
    if (name.starts_with(weights_prefix)) {
      state.weights[name.substr(weights_prefix.size())] = std::move(tensor);
    } else if (name.starts_with(average_prefix)) {
      state.average[name.substr(average_prefix.size())] = std::move(tensor);
    } else if (name.starts_with(optimiser_prefix)) {
      state.optimiser[name.substr(optimiser_prefix.size())] = std::move(tensor);
    }
  }
  return state;
}

}  // namespace birddream::train
