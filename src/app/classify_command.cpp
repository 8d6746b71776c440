#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/json_report.h"
#include "app/load.h"
#include "app/model_option.h"
#include "image/read_picture.h"
#include "image/resize.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

// A picture is shown to the network as it stands while its shorter side is within these, in pixels; else
// scaled to the nearer one. 224 is what the ImageNet networks were trained on (Szegedy et al. 2015);
// birddream's own dreams and trained networks live at 128.
constexpr int least_side = 96;
constexpr int most_side = 224;

struct ClassifyOptions {
  std::vector<fs::path> pictures;
  NetworkChoice network;
  fs::path json;
  int top = 5;
};

struct Guess {
  int index;
  float logit;
  float probability;
};

image::Rgb8 within_sight(image::Rgb8 picture) {
  const int side = std::min(picture.width, picture.height);
  const int wanted = std::clamp(side, least_side, most_side);
  if (wanted == side) return picture;
  // Very long strips keep their shape no further than the network can take.
  const auto scaled = [&](int length) {
    return std::min(static_cast<int>(std::int64_t{length} * wanted / side), 8 * most_side);
  };
  return image::resize(picture, scaled(picture.width), scaled(picture.height));
}

Result<std::vector<Guess>> look_at(const net::Network& network, const fs::path& file, int top) {
  auto picture = image::read_picture(file);
  if (!picture) return picture.error();
  const image::Rgb8 seen = within_sight(std::move(picture).value());
  std::vector<float> planar = image::to_planar(seen);
  const at::NoGradGuard frozen;
  const at::Tensor input = at::from_blob(planar.data(), {1, 3, seen.height, seen.width}).to(network.device());
  const std::string tap(net::logits_tap);
  const at::Tensor logits = network.forward(input, {tap}).at(tap).flatten().to(at::kCPU).contiguous();
  const at::Tensor shares = at::softmax(logits, 0);
  const auto [values, indices] = logits.topk(std::min<std::int64_t>(top, logits.numel()));
  std::vector<Guess> guesses;
  for (std::int64_t i = 0; i < indices.numel(); ++i) {
    const auto index = indices[i].item<std::int64_t>();
    guesses.push_back({static_cast<int>(index), values[i].item<float>(), shares[index].item<float>()});
  }
  return guesses;
}

nlohmann::ordered_json to_json(const fs::path& file, const std::vector<Guess>& guesses,
                               const checkpoint::Series& series) {
  auto top = nlohmann::ordered_json::array();
  for (const Guess& guess : guesses) {
    top.push_back({{"index", guess.index},
                   {"name", series.classes[static_cast<std::size_t>(guess.index)].name},
                   {"logit", guess.logit},
                   {"probability", guess.probability}});
  }
  return {{"file", file.string()}, {"top", std::move(top)}};
}

void print(const fs::path& file, const std::vector<Guess>& guesses, const checkpoint::Series& series) {
  std::printf("%s\n", file.c_str());
  for (const Guess& guess : guesses) {
    std::printf("  %5.1f %%  %-28s logit %.2f\n", 100.0 * static_cast<double>(guess.probability),
                series.classes[static_cast<std::size_t>(guess.index)].name.c_str(),
                static_cast<double>(guess.logit));
  }
}

// One unreadable picture does not hide what the others are; it makes the command fail all the same.
Outcome classify(const ClassifyOptions& options) {
  if (const Status writable = check_report(options.json); !writable) return failed(writable.error());
  const auto loaded = load_network(options.network);
  if (!loaded) return failed(loaded.error());
  auto pictures = nlohmann::ordered_json::array();
  std::string first_failure;
  std::size_t failures = 0;
  for (const fs::path& file : options.pictures) {
    const auto guesses = look_at(*loaded->network, file, options.top);
    if (!guesses) {
      if (failures++ == 0) first_failure = guesses.error().message;
      continue;
    }
    print(file, *guesses, loaded->series);
    pictures.push_back(to_json(file, *guesses, loaded->series));
  }
  const Status written = write_report(options.json, {{"series", loaded->series.name},
                                                     {"checkpoint", loaded->checkpoint},
                                                     {"fingerprint", loaded->fingerprint},
                                                     {"pictures", std::move(pictures)}});
  if (!written) return failed(written.error());
  if (failures == 0) return done();
  if (failures == 1) return {1, first_failure};
  return {1, std::to_string(failures) + " of " + std::to_string(options.pictures.size()) +
                 " pictures cannot be read; the first: " + first_failure};
}

}  // namespace

void add_classify_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<ClassifyOptions>();
  CLI::App* command = program.add_subcommand("classify", "What the network sees in pictures");
  command->add_option("PICTURE", options->pictures, "PNG or JPEG files")->required();
  add_network_options(*command, options->network);
  command->add_option("--top", options->top, "Names a picture")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--json", options->json, "Write names, logits and probabilities into this file too");
  command->footer(
      "Pictures are looked at whole; a shorter side beyond 96..224 pixels is scaled to it.\n"
      "Example: birddream classify garden/*.jpg --top 3 --json garden.json");
  command->callback([options, &chosen] { chosen = [options] { return classify(*options); }; });
}

}  // namespace birddream::app
