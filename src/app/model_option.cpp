#include "app/model_option.h"

#include <set>

#include "dream/stepper.h"

namespace birddream::app {

CLI::Option* add_model_option(CLI::App& command, std::filesystem::path& model) {
  CLI::Option* option = command.add_option("--model", model,
                                           "A classifier of your own instead: TorchScript (x.pt) or weights "
                                           "(x.safetensors), described in x.json beside "
                                           "it");
  for (const char* other : {"--series", "--checkpoint"}) {
    if (CLI::Option* known = command.get_option_no_throw(other); known != nullptr) option->excludes(known);
  }
  return option;
}

void add_network_options(CLI::App& command, NetworkChoice& network) {
  command.add_option("--series", network.series, "Folder of a series of weights (series.json)");
  command.add_option("--checkpoint", network.checkpoint, "last, a number from 0, or a weights file")
      ->capture_default_str();
  add_model_option(command, network.model);
  add_device_option(command, network.device);
}

void add_film_options(CLI::App& command, Film& film) {
  command.add_option("--every", film.every, "Video: steps from one frame to the next")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command.add_option("--fps", film.frames_per_second, "Video: frames a second")
      ->check(CLI::Range(1, 240))
      ->capture_default_str();
  command.add_option("--hold", film.hold, "Video: seconds for which the last picture stays")
      ->check(CLI::Range(0.0, 60.0))
      ->capture_default_str();
}

CLI::Option* add_device_option(CLI::App& command, std::string& device) {
  return command
      .add_option("--device", device,
                  "Where to compute: auto, cpu or cuda (LibTorch's; birddream_cuda.so dreams in the window "
                  "alone)")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
}

CLI::Option* add_precision_option(CLI::App& command, std::string& precision) {
  precision = "auto";
  return command
      .add_option("--precision", precision,
                  "On the CPU: float32, bfloat16, plain (LibTorch's own float32, slower: the reference), or "
                  "auto, the fastest here that keeps the gradient")
      ->check(CLI::IsMember(
          std::set<std::string>(dream::precision_wishes.begin(), dream::precision_wishes.end())))
      ->capture_default_str();
}

}  // namespace birddream::app
