#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/camera.h"
#include "app/commands.h"
#include "app/dream_job.h"
#include "app/dream_options.h"
#include "app/film_dream.h"
#include "app/model_option.h"
#include "app/repeat.h"
#include "app/stop_signal.h"
#include "base/atomic_file.h"
#include "base/progress.h"
#include "image/png.h"
#include "image/resize.h"
#include "recipe/param_table.h"
#include "record/video_source.h"
#include "record/video_writer.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

constexpr int usual_steps = 12;
constexpr int usual_side = 256;    // px
constexpr int preview_side = 320;  // px at most

struct VideoCommand {
  fs::path input;
  DreamOptions dream;
  float carry = 0.5F;
  int frames = 0;   ///< 0: all
  fs::path status;  ///< folder that tells another program how far it is; empty: none
};

/// The film's shape, with `side` px as its longer side; more where the shorter one would be too small to
/// dream.
PictureSize size_of(const record::VideoFacts& facts, int side) {
  const recipe::ParamInfo& bounds = *recipe::find_param("width");
  const auto [shorter, longer] = std::minmax(facts.width, facts.height);
  const double factor = std::max(static_cast<double>(side) / longer, bounds.min / shorter);
  const auto scaled = [&](int length) {
    return static_cast<int>(std::clamp(std::round(length * factor), bounds.min, bounds.max));
  };
  return {scaled(facts.width), scaled(facts.height)};
}

/// The recipe as the options spell it, or that of a session or snapshot with the options' changes.
Result<recipe::DreamParams> recipe_of(const VideoCommand& command, const record::Session* told,
                                      const record::VideoFacts& facts) {
  DreamOptions options = command.dream;
  record::Provenance repeated;
  if (told != nullptr) repeated.params = told->changes.back().params;
  const auto fixed = parse_size(options.size);
  const bool one_number = fixed && options.size.find_first_of("xX") == std::string::npos;
  if (options.size.empty() || one_number) {
    const PictureSize size = size_of(facts, one_number ? fixed->width : usual_side);
    options.size = std::to_string(size.width) + "x" + std::to_string(size.height);
  }
  if (!options.steps) options.steps = usual_steps;
  auto params = compose_recipe(options, told != nullptr ? &repeated : nullptr);
  if (params) params->start_photo.clear();
  return params;
}

/// How far it is, for a window that waits: status.json and the newest picture, small.
class Bulletin {
 public:
  Bulletin(fs::path folder, int total) : folder_(std::move(folder)), total_(total) {}

  void post(int done, const image::Rgb8& picture) {
    constexpr std::chrono::milliseconds pause{250};
    const auto now = std::chrono::steady_clock::now();
    if (folder_.empty() || (done > 1 && now - posted_ < pause)) return;
    posted_ = now;
    const double factor =
        std::min(1.0, static_cast<double>(preview_side) / std::max(picture.width, picture.height));
    const auto scaled = [&](int length) {
      return std::max(static_cast<int>(std::lround(length * factor)), 1);
    };
    // Who waits goes without this one: the film is what counts.
    static_cast<void>(image::write_png(
        folder_ / "newest.png", image::resize(picture, scaled(picture.width), scaled(picture.height))));
    const nlohmann::json status = {{"done", done}, {"total", total_}};
    static_cast<void>(write_file_atomically(folder_ / "status.json", status.dump()));
  }

 private:
  fs::path folder_;
  int total_;
  std::chrono::steady_clock::time_point posted_;
};

Outcome dream_film(const VideoCommand& command, record::VideoSource& source, FilmDream& dreams) {
  const record::VideoFacts& facts = source.facts();
  const int total = command.frames > 0 ? std::min(command.frames, std::max(facts.frames, 1)) : facts.frames;
  Progress progress(command.input.filename().string(), std::max(total, 1), "pictures");
  Bulletin bulletin(command.status, total);
  std::unique_ptr<record::VideoWriter> writer;
  int done_now = 0;
  const auto broken = [&](const Error& why) { return failed(broken_off(writer.get(), done_now, why)); };
  for (; (command.frames == 0 || done_now < command.frames) && !stop_signal(); ++done_now) {
    const auto picture = source.next();
    if (!picture) return broken(picture.error());
    if (!picture->has_value()) break;
    auto dreamt = dreams.dream(**picture);
    if (!dreamt) return broken(dreamt.error());
    const int scale = command.dream.scale.value_or(1);
    if (scale > 1) *dreamt = image::resize(*dreamt, dreamt->width * scale, dreamt->height * scale);
    if (!writer) {
      record::VideoOptions options{dreamt->width, dreamt->height, facts.rate.rate};
      options.frame_base = facts.rate.base;
      if (!facts.sound.empty()) options.sound = command.input;
      auto opened = record::VideoWriter::open(command.dream.output, options);
      if (!opened) return failed(opened.error());
      writer = std::move(opened).value();
    }
    if (const Status added = writer->add(*dreamt); !added) return broken(added.error());
    progress.advance_to(done_now + 1);
    bulletin.post(done_now + 1, *dreamt);
  }
  if (!writer) {
    const char* text = "Stopped before the first picture.";
    return unfinished(Error{text});
  }
  if (const Status finished = writer->finish(); !finished) return failed(finished.error());
  std::printf("%s%s\n", told(*writer, done_now).c_str(), stop_signal() ? ", cut short" : "");
  return done();
}

Outcome run(const VideoCommand& command) {
  const DreamOptions& dream = command.dream;
  if (!record::is_video_path(dream.output))
    return wrong_usage(
        "-o " + dream.output.string() +
        ": write a video (.mp4, .mkv, .webm, .gif), or single frames (folder/ or x_%04d.png).");
  if (const Status there = check_folder(dream.output); !there) return failed(there.error());
  auto source = record::VideoSource::open(command.input);
  if (!source) return failed(source.error());
  std::optional<record::Session> told;
  if (!dream.like.empty()) {
    auto loaded = load_told(dream.like);
    if (!loaded) return failed(loaded.error());
    told = std::move(loaded).value();
  }
  auto params = recipe_of(command, told ? &*told : nullptr, (*source)->facts());
  if (!params) return wrong_usage(params.error().message);
  if (lacks_species(*params))
    return wrong_usage("--species NAME is needed: who to dream of, such as flamingo. See birddream species.");
  NetworkChoice network = dream.network;
  record::Provenance made;
  if (told) made.series = told->series;
  if (told && !dream.checkpoint_given) network.checkpoint = told->changes.back().checkpoint;
  if (told && network.precision == "auto")
    network.precision = precision_as_before(told->changes.back().precision);
  auto series = told ? series_of(made, network) : open_series(network);
  if (!series) return failed(series.error());
  if (!dream.species.empty()) {
    const auto known = checkpoint::class_named(*series, dream.species.front());
    if (!known) return failed(known.error());
    *params = aimed_at(*params, *known);
  }
  const auto loaded = load_network(std::move(series).value(), network);
  if (!loaded) return failed(loaded.error());
  auto dreams = FilmDream::begin(*loaded, *params, command.carry);
  if (!dreams) return failed(dreams.error());
  announce(loaded->device);
  return dream_film(command, **source, *dreams);
}

}  // namespace

void add_video_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<VideoCommand>();
  CLI::App* command = program.add_subcommand("video", "A video dreamt picture by picture, its sound kept");
  command->add_option("INPUT", options->input, "The video to dream upon")
      ->required()
      ->check(CLI::ExistingFile);
  command
      ->add_option("-o,--output", options->dream.output, "x.mp4, x.mkv, x.webm, x.gif, frames/, x_%04d.png")
      ->required();
  command->add_option("--species", options->dream.species, "Who to dream of")->expected(1);
  command->add_option("--steps", options->dream.steps, "Gradient steps of each picture (default: 12)")
      ->check(CLI::Range(1, 10'000));
  command
      ->add_option("--carry", options->carry,
                   "How much of what the last picture's dream added is in the next one from the start: 0 "
                   "flickers, 1 never forgets")
      ->check(CLI::Range(0.0F, 1.0F))
      ->capture_default_str();
  add_recipe_options(*command, options->dream);
  command->get_option("--size")->description("Pixels of the longer side (default: 256), or WIDTHxHEIGHT");
  command->remove_option(command->get_option("--photo"));
  command->add_option("--like", options->dream.like, "The recipe of a session or a snapshot")
      ->check(CLI::ExistingFile);
  command->add_option("--frames", options->frames, "Only so many pictures from the beginning")
      ->check(CLI::Range(1, 100'000'000));
  command->add_option("--scale", options->dream.scale, "Write each dreamt pixel as K x K pixels (smooth)")
      ->check(CLI::Range(1, 16));
  command->add_option("--series", options->dream.network.series,
                      "Folder of a series of weights (series.json)");
  auto* checkpoint = command
                         ->add_option("--checkpoint", options->dream.network.checkpoint,
                                      "last, a number from 0, or a weights file")
                         ->capture_default_str();
  auto* model = add_model_option(*command, options->dream.network.model);
  add_device_option(*command, options->dream.network.device);
  add_precision_option(*command, options->dream.network.precision);
  command->add_option("--status", options->status, "Folder to keep status.json and newest.png in meanwhile");
  command->footer(
      "Ctrl+C ends it in order: what is done is kept.\n"
      "Examples:\n"
      "  birddream video garden.mp4 --species peacock -o dreaming.mp4\n"
      "  birddream video sea.mov --objective layer --layer inception_4c --steps 6 --size 480 -o sea.mp4\n"
      "  birddream video street.mp4 --like mallard-s412-seed1.json --frames 100 -o street.webm");
  command->callback([options, checkpoint, model, &chosen] {
    options->dream.checkpoint_given = checkpoint->count() + model->count() > 0;
    chosen = [options] { return run(*options); };
  });
}

}  // namespace birddream::app
