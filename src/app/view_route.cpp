#include <memory>

#include "app/commands.h"
#include "app/dream_options.h"
#include "app/model_option.h"
#include "app/showcase.h"
#include "app/view_command.h"
#include "base/log.h"
#include "gl/window.h"

namespace birddream::app {
namespace {

/// The window; without a display (unless headless) says so and writes the showcase instead.
Outcome view_or_showcase(const ViewOptions& options) {
  // view_command has said on stderr what went wrong.
  if (options.headless || gl::has_display()) return {view_command(options), ""};
  log::info(
      "no display found (DISPLAY and WAYLAND_DISPLAY are empty): instead of the window here come a contact "
      "sheet and a video of growing birds.");
  ShowcaseOptions showcase;
  showcase.network.series = options.series;
  showcase.network.model = options.model;
  showcase.network.device = options.device;
  showcase.network.precision = options.precision.empty() ? "auto" : options.precision;
  showcase.preset = options.preset;
  showcase.seed = options.seed;
  showcase.set = options.set;
  if (!options.species.empty()) showcase.species = {options.species};
  if (!options.out.empty()) showcase.out = options.out;
  return run_showcase(showcase);
}

}  // namespace

Outcome run_without_command() {
  return view_or_showcase({});
}

void add_view_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<ViewOptions>();
  CLI::App* command = program.add_subcommand("view", "The window: a dream under your hands");
  command->add_option("--species", options->species, "Bird to begin with; default: the one of last time");
  command->add_option("--series", options->series, "Folder of a series of weights (series.json)");
  command->add_option("--watch", options->watch,
                      "Folder of a training to follow: its checkpoints appear as they are written");
  command
      ->add_option("--checkpoint", options->checkpoint,
                   "Where along the training to begin: last, a number from 0, 0~1@0.5 between two")
      ->capture_default_str();
  add_model_option(*command, options->model);
  command->add_option("--session", options->session, "Session file to begin with");
  command->add_option("--preset", options->preset, "Recipe to begin with; see birddream presets");
  add_seed_and_set(*command, options->seed, options->set);
  command->add_option("--script", options->script,
                      "Tour to follow by itself (JSON, see docs/tour.json); the window closes at its end");
  command->add_option(
      "--report", options->report,
      "Write what was measured as JSON when it ends: start, slider to picture, the script's marks");
  command->add_option("--frame-times", options->frame_times,
                      "CSV to write: when each frame of the window began, and how many ms it was at work");
  command->add_option("--device", options->device, "Where to compute: auto, cpu or cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  add_precision_option(*command, options->precision)->default_str("as last time");
  options->precision.clear();
  auto* headless = command->add_flag("--headless", options->headless,
                                     "Without a window or screen: draw --frames frames, write them to --out");
  command->add_option("--frames", options->frames, "Frames to draw before it ends; 0: until closed")
      ->check(CLI::Range(0, 1'000'000));
  command->add_option("--out", options->out, "Folder for the frames of --headless");
  command->footer(
      "Without a display this writes a contact sheet and a video instead, as birddream showcase does.");
  command->callback([options, headless, &chosen] {
    chosen = [options, headless]() -> Outcome {
      const bool frames_wanted = options->frames > 0 && !options->out.empty();
      if (headless->count() > 0 && !frames_wanted && options->script.empty()) {
        return wrong_usage(
            "--headless needs --frames N and --out DIR, or --script FILE. See birddream view --help.");
      }
      return view_or_showcase(*options);
    };
  });
}

}  // namespace birddream::app
