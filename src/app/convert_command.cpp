#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "app/commands.h"
#include "checkpoint/convert.h"
#include "checkpoint/difference.h"

namespace birddream::app {
namespace {

struct ConvertOptions {
  std::filesystem::path in;
  std::filesystem::path out;
  std::string to = "int8";
  std::filesystem::path base;
  int bits = 5;
};

// The words of the command line for safetensors' element types.
const std::map<std::string, checkpoint::Dtype>& packings() {
  static const std::map<std::string, checkpoint::Dtype> table = {{"int8", checkpoint::Dtype::i8},
                                                                 {"half", checkpoint::Dtype::f16},
                                                                 {"bfloat16", checkpoint::Dtype::bf16},
                                                                 {"float32", checkpoint::Dtype::f32}};
  return table;
}

Outcome convert(const ConvertOptions& options) {
  const Status written =
      options.base.empty()
          ? checkpoint::convert(options.in, options.out, packings().at(options.to))
          : checkpoint::write_difference(options.in, options.base, options.out, options.bits);
  if (!written) return failed(written.error());
  std::error_code ignored;
  const auto megabytes = [&](const std::filesystem::path& file) {
    return static_cast<double>(std::filesystem::file_size(file, ignored)) / 1e6;
  };
  std::printf("%s: %.1f MB (%s: %.1f MB)\n", options.out.c_str(), megabytes(options.out), options.in.c_str(),
              megabytes(options.in));
  return done();
}

}  // namespace

void add_convert_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command =
      program.add_subcommand("convert", "Weights from one packing into another (safetensors)");
  command->add_option("IN", options->in, "Weights file to read")->required();
  command->add_option("OUT", options->out, "Weights file to write")->required();
  command->add_option("--to", options->to, "int8 (one scale per output channel), half, bfloat16 or float32")
      ->check(CLI::IsMember(packings()))
      ->capture_default_str();
  command->add_option("--base", options->base,
                      "Write the difference from this file, which is then needed to read OUT");
  command->add_option("--bits", options->bits, "Of a difference, a weight")
      ->check(CLI::Range(checkpoint::fewest_bits, checkpoint::most_bits))
      ->capture_default_str();
  command->footer(
      "Tensor names and metadata stay. 8 bits take a quarter of the room and are enough to dream with.\n"
      "Example: birddream convert epoch8.safetensors small.safetensors --to int8");
  command->callback([options, &chosen] { chosen = [options] { return convert(*options); }; });
}

}  // namespace birddream::app
