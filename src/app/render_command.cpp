#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

#include "app/commands.h"
#include "app/dream_job.h"
#include "app/load.h"
#include "app/repeat.h"
#include "app/replay.h"
#include "app/stop_signal.h"
#include "base/progress.h"
#include "dream/network_stepper.h"
#include "image/png.h"
#include "image/resize.h"
#include "record/video_writer.h"

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
  int every = 1;
  int frames_per_second = 30;
  double hold = 1;
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

/// Takes the pictures of a replay: all of them into a video, or the last one into a PNG.
class Scribe {
 public:
  Scribe(const RenderOptions& options, dream::Stepper& stepper, const record::Session& session)
      : options_(options), stepper_(stepper) {
    const recipe::DreamParams& params = session.changes.back().params;
    width_ = params.width * options.scale;
    height_ = params.height * options.scale;
  }

  Status take(int step, int last) {
    if (!record::is_video_path(options_.output)) return {};
    if (step % options_.every != 0 && step != last) return {};
    if (!writer_) {
      auto writer = record::VideoWriter::open(options_.output, {width_, height_, options_.frames_per_second});
      if (!writer) return writer.error();
      writer_ = std::move(writer).value();
    }
    ++frames_;
    return writer_->add(picture());
  }

  Result<std::string> finish(int steps) {
    if (!writer_) {
      const image::Rgb8 last = picture();
      if (const Status written = image::write_png(options_.output, last); !written) return written.error();
      return options_.output.string() + ": " + std::to_string(last.width) + "x" +
             std::to_string(last.height) + ", " + std::to_string(steps) + " steps";
    }
    for (int left = static_cast<int>(std::lround(options_.hold * options_.frames_per_second)); left > 0;
         --left) {
      if (const Status added = writer_->add(picture()); !added) return added.error();
      ++frames_;
    }
    if (const Status finished = writer_->finish(); !finished) return finished.error();
    return writer_->result().string() + ": " + writer_->description() + ", " + std::to_string(frames_) +
           " frames";
  }

 private:
  image::Rgb8 picture() const {
    image::Rgb8 made = image::to_rgb8(stepper_.picture());
    if (made.width == width_ && made.height == height_) return made;
    return image::resize(made, width_, height_);
  }

  const RenderOptions& options_;
  dream::Stepper& stepper_;
  int width_, height_;
  int frames_ = 0;
  std::unique_ptr<record::VideoWriter> writer_;
};

Outcome render(const RenderOptions& options) {
  if (const Status kind = check_kind(options.output); !kind) return wrong_usage(kind.error().message);
  if (const Status there = check_folder(options.output); !there) return failed(there.error());
  auto session = record::load_session(options.session);
  if (!session) return failed(session.error());
  record::Provenance made;
  made.series = session->series;
  const auto series = series_of(made, options.network);
  if (!series) return failed(series.error());
  if (options.side > 0) resize_dream(*session, options.side);
  auto stepper = dream::network_stepper(*series, options.network.device)();
  if (!stepper) return failed(stepper.error());
  const int steps = options.steps > 0 ? options.steps : session->steps;
  Scribe scribe(options, **stepper, *session);
  {
    Progress progress(options.session.filename().string(), steps);
    const Status replayed = replay(**stepper, *series, *session, steps, [&](int step) -> Status {
      if (stop_signal()) return Error{"Stopped."};
      progress.advance_to(step);
      return scribe.take(step, steps);
    });
    if (!replayed) return failed(replayed.error());
  }
  const auto text = scribe.finish(steps);
  if (!text) return failed(text.error());
  std::printf("%s\n", text->c_str());
  return done();
}

}  // namespace

void add_render_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command =
      program.add_subcommand("render", "A session of the window again, as a picture or a video");
  command->add_option("SESSION", options->session, "Session file, saved with Ctrl+S in the window")
      ->required();
  command
      ->add_option("-o,--output", options->output,
                   "picture.png of the last step, or a video: x.mp4, x.webm, frames/")
      ->required();
  command->add_option("--steps", options->steps, "Steps to dream; default: as many as the session had")
      ->check(CLI::Range(1, 100'000'000));
  command->add_option("--size", options->side, "Dream larger or smaller: px of the longer side")
      ->check(CLI::Range(64, 1024));
  command->add_option("--scale", options->scale, "Write each dreamt pixel as K x K pixels (smooth)")
      ->check(CLI::Range(1, 16));
  command->add_option("--every", options->every, "Video: steps from one frame to the next")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->add_option("--fps", options->frames_per_second, "Video: frames a second")
      ->check(CLI::Range(1, 240))
      ->capture_default_str();
  command->add_option("--hold", options->hold, "Video: seconds for which the last picture stays")
      ->check(CLI::Range(0.0, 60.0))
      ->capture_default_str();
  command->add_option("--series", options->network.series,
                      "Folder of the series; else the one that ships under the session's name");
  command->add_option("--device", options->network.device, "Where to compute: auto, cpu or cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  command->footer(
      "Every change you made comes again at the step at which you made it; at the same size, on the same "
      "machine,\n"
      "the pictures are the same to the bit.\n"
      "Example: birddream render mallard-s412-seed1.json --size 256 --scale 2 -o mallard.mp4");
  command->callback([options, &chosen] { chosen = [options] { return render(*options); }; });
}

}  // namespace birddream::app
