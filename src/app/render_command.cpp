#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "app/camera.h"
#include "app/commands.h"
#include "app/dream_job.h"
#include "app/load.h"
#include "app/model_option.h"
#include "app/repeat.h"
#include "app/replay.h"
#include "app/stop_signal.h"
#include "base/log.h"
#include "base/progress.h"
#include "dream/network_stepper.h"
#include "image/png.h"
#include "image/resize.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct RenderOptions {
  fs::path session;
  fs::path output;
  NetworkChoice network;
  int steps = 0;  ///< 0: as many as the session has
  int side = 0;   ///< 0: as it was dreamt
  int scale = 1;
  Film film;
};

/// The same path on a larger or smaller picture: the longer side becomes `side`.
void resize_dream(record::Session& session, int side) {
  for (record::SessionChange& change : session.changes) {
    recipe::DreamParams& params = change.params;
    const double factor = static_cast<double>(side) / std::max(params.width, params.height);
    params.width = static_cast<int>(std::lround(params.width * factor));
    params.height = static_cast<int>(std::lround(params.height * factor));
  }
}

Outcome render(const RenderOptions& options) {
  if (const Status kind = check_kind(options.output); !kind) return wrong_usage(kind.error().message);
  if (const Status there = check_folder(options.output); !there) return failed(there.error());
  auto session = load_told(options.session);
  if (!session) return failed(session.error());
  record::Provenance made;
  made.series = session->series;
  const auto series = series_of(made, options.network);
  if (!series) return failed(series.error());
  if (const std::string photos = record::changed_photos(session->photos); !photos.empty()) log::warn(photos);
  if (options.side > 0) resize_dream(*session, options.side);
  // On the CPU, whose pictures lie where the file writers can read them.
  auto stepper = dream::network_stepper(*series, "cpu", options.network.precision)();
  if (!stepper) return failed(stepper.error());
  const int steps = options.steps > 0 ? options.steps : session->steps;
  // As large as the finished picture: earlier octaves are enlarged.
  const recipe::DreamParams& params = session->changes.back().params;
  const int width = params.width * options.scale, height = params.height * options.scale;
  const auto picture = [&]() -> Result<image::Rgb8> {
    image::Rgb8 made_now = image::to_rgb8((*stepper)->picture());
    const bool fits = made_now.width == width && made_now.height == height;
    return fits ? made_now : image::resize(made_now, width, height);
  };
  const bool video = record::is_video_path(options.output);
  Film film = options.film;
  if (video) film.file = options.output;
  Camera camera(picture, film);
  {
    Progress progress(options.session.filename().string(), steps);
    const auto shown = [&](int step) -> Status {
      if (stop_signal()) return Error{"Stopped."};
      progress.advance_to(step);
      return camera.after_step(step, steps);
    };
    const Status replayed = replay(**stepper, *series, *session, steps, options.network.precision, shown);
    if (!replayed) return unfinished(camera.broken_off(replayed.error()));
  }
  if (video) {
    const auto text = camera.finish();
    if (!text) return failed(text.error());
    std::printf("%s\n", text->c_str());
    return done();
  }
  if (const Status written = image::write_png(options.output, *picture()); !written)
    return failed(written.error());
  std::printf("%s: %dx%d, %d steps\n", options.output.c_str(), width, height, steps);
  return done();
}

}  // namespace

void add_render_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command =
      program.add_subcommand("render", "A session or a snapshot again, as a picture or a video");
  command
      ->add_option("SESSION", options->session,
                   "Session file, saved with Ctrl+S in the window, or a snapshot (S)")
      ->required();
  command
      ->add_option("-o,--output", options->output,
                   "picture.png of the last step, or a video: x.mp4, x.webm, x.gif, frames/")
      ->required();
  command->add_option("--steps", options->steps, "Steps to dream; default: as many as the session had")
      ->check(CLI::Range(1, 100'000'000));
  command->add_option("--size", options->side, "Dream larger or smaller: px of the longer side")
      ->check(CLI::Range(64, 4096));
  command->add_option("--scale", options->scale, "Write each dreamt pixel as K x K pixels (smooth)")
      ->check(CLI::Range(1, 16));
  add_film_options(*command, options->film);
  command->add_option("--series", options->network.series,
                      "Folder of the series; else the one that ships under the session's name");
  add_precision_option(*command, options->network.precision)
      ->description("float32, bfloat16, plain (LibTorch's own float32), or auto, as the session was dreamt");
  command->footer(
      "Every change you made comes again at the step at which you made it; at the same size, on the same "
      "machine,\n"
      "the pictures are the same to the bit. Ctrl+C ends it in order: what there is of a video is kept.\n"
      "Example: birddream render mallard-s412-seed1.json --size 256 --scale 2 -o mallard.mp4");
  command->callback([options, &chosen] { chosen = [options] { return render(*options); }; });
}

}  // namespace birddream::app
