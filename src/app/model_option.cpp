#include "app/model_option.h"

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
      ->check(CLI::IsMember({"auto", "float32", "bfloat16", "plain"}))
      ->capture_default_str();
}

}  // namespace birddream::app
