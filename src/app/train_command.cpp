#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>

#include "app/commands.h"
#include "app/load.h"
#include "app/stop_signal.h"
#include "app/train_options.h"
#include "base/folder_lock.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/progress.h"
#include "data/split.h"
#include "net/trainable.h"
#include "net/weights.h"
#include "train/precision.h"
#include "train/process_group.h"
#include "train/run_state.h"
#include "train/trainer.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

template <class... Values>
std::string format(const char* pattern, Values... values) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), pattern, values...);
  return text.data();
}

/// The weights to begin with, as wide as there are classes, and where they come from.
Status choose_start(const TrainOptions& options, train::TrainJob& job) {
  fs::path file = options.from;
  const bool other_architecture = !options.architecture.empty() && options.architecture != "googlenet";
  if (file == "random" || (file.empty() && other_architecture)) {
    job.series.architecture = options.architecture.empty() ? "googlenet" : options.architecture;
    auto made = net::random_weights(job.series.architecture, static_cast<int>(job.series.classes.size()),
                                    options.params.seed);
    if (!made) return made.error();
    job.start = std::move(made).value();
    job.parent = "random";
    return {};
  }
  if (file.empty()) {
    const auto shipped = checkpoint::load_series(assets_dir() / "imagenet");
    if (!shipped) return shipped.error();
    file = shipped->folder / shipped->checkpoints.back().file;
  }
  auto weights = net::load_weights(file);
  if (!weights) return weights.error();
  job.parent = weights->fingerprint;
  std::error_code ignored;
  bool keep_head = false;
  std::string architecture = "googlenet";
  if (fs::exists(file.parent_path() / checkpoint::series_file, ignored)) {
    const auto series = checkpoint::load_series(file.parent_path());
    if (!series) return series.error();
    architecture = series->architecture;
    keep_head = checkpoint::same_classes(series->classes, job.series.classes);
  }
  job.series.architecture = options.architecture.empty() ? architecture : options.architecture;
  if (keep_head && !options.fresh_head) {
    job.start = std::move(weights->tensors);
    return {};
  }
  auto fresh = net::with_fresh_classifier(job.series.architecture, std::move(weights->tensors),
                                          static_cast<int>(job.series.classes.size()), options.params.seed);
  if (!fresh) return Error{file.string() + ": " + fresh.error().message};
  job.start = std::move(fresh).value();
  return {};
}

/// The series in --out: a new one, or the one that is there when its classes are the same.
Status choose_series(const TrainOptions& options, const data::PhotoSet& photos, checkpoint::Series& series) {
  series.folder = options.out;
  series.name =
      options.name.empty() ? fs::absolute(options.out).lexically_normal().filename().string() : options.name;
  series.classes = photos.classes;
  std::error_code ignored;
  if (!fs::exists(options.out / checkpoint::series_file, ignored)) return {};
  auto before = checkpoint::load_series(options.out);
  if (!before) return before.error();
  if (!options.resume) {
    return Error{options.out.string() +
                 ": there is a series already. Go on with it by --resume, or name another folder."};
  }
  if (!checkpoint::same_classes(before->classes, photos.classes))
    return Error{options.out.string() + ": the series there has other classes than " + photos.root.string() +
                 "."};
  series.checkpoints = before->checkpoints;
  if (options.name.empty()) series.name = before->name;
  return {};
}

/// `local_rank`: which of the machine's GPUs, where there are processes for several.
Result<train::TrainJob> plan(const TrainOptions& options, int local_rank) {
  train::TrainJob job;
  auto photos = data::find_photos(options.photos);
  if (!photos) return photos.error();
  job.photos = std::move(photos).value();
  auto split = data::split_as_wished(job.photos, options.held_out, 1);
  if (!split) return split.error();
  job.split = std::move(split).value();
  if (const Status chosen = choose_series(options, job.photos, job.series); !chosen) return chosen.error();
  if (const Status chosen = choose_start(options, job); !chosen) return chosen.error();
  const auto device = net::choose_device(options.device);
  if (!device) return device.error();
  job.device = device->device;
  if (job.device.is_cuda()) job.device.set_index(static_cast<c10::DeviceIndex>(local_rank));
  announce(*device);
  job.params = options.params;
  job.params.bf16 =
      options.precision == "bf16" || (options.precision == "auto" && train::has_fast_bfloat16());
  job.save_minutes = options.save_minutes;
  job.loader_threads = options.loader_threads;
  std::error_code ignored;
  job.resume = options.resume && fs::exists(train::state_file(options.out), ignored);
  return job;
}

void announce_job(const train::TrainJob& job) {
  for (const std::string& note : job.photos.notes) log::warn(note);
  log::info(format("%s: %zu classes; %zu photos to train on, %zu held out", job.photos.layout.c_str(),
                   job.photos.classes.size(), job.split.train.size(), job.split.held_out.size()));
  log::info(train::describe(job.params));
}

/// One line on stderr: redrawn on a terminal, every half minute elsewhere.
class Ticker {
 public:
  void show(const checkpoint::LogLine& line) {
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    if (!terminal && line.seconds - shown_ < 30 && line.step < line.steps) return;
    shown_ = line.seconds;
    const double left =
        static_cast<double>(line.steps - line.step) * line.seconds / static_cast<double>(line.step);
    const std::string text = format("epoch %.2f  loss %.3f  %.1f %% right  %.0f photos/s  %d:%02d left",
                                    line.epoch, line.loss, 100 * line.accuracy, line.photos_per_second,
                                    static_cast<int>(left) / 60, static_cast<int>(left) % 60);
    if (terminal) {
      std::fprintf(stderr, "\r\x1b[K%s", text.c_str());
      open_ = true;
    } else {
      log::info(text);
    }
  }
  void show(const checkpoint::CheckpointInfo& info) {
    close();
    std::string text = info.file;
    if (info.metrics.contains("top1")) {
      text += format(": held-out top-1 %.1f %%, top-5 %.1f %%", 100 * info.metrics.at("top1"),
                     100 * info.metrics.at("top5"));
    }
    log::info(text);
  }
  void close() {
    if (std::exchange(open_, false)) std::fputc('\n', stderr);
  }

 private:
  double shown_ = -1e9;
  bool open_ = false;
};

Outcome run_training(const TrainOptions& options) {
  const auto meeting = train::meeting_from_environment();
  if (!meeting) return failed(meeting.error());
  auto job = plan(options, meeting->local_rank);
  if (!job) return failed(job.error());
  const auto held = meeting->rank == 0 ? FolderLock::take(job->series.folder) : FolderLock();
  if (!held) return failed(held.error());
  // Before anything is written, so that all of them see the same folder.
  const auto ranks = train::join(*meeting, job->device);
  if (!ranks) return failed(ranks.error());
  if (meeting->rank == 0) announce_job(*job);
  const fs::path out = job->series.folder;
  Ticker ticker;
  const auto end =
      train::train(std::move(job).value(), **ranks, stop_signal(),
                   {.line = [&](const checkpoint::LogLine& line) { ticker.show(line); },
                    .checkpoint = [&](const checkpoint::CheckpointInfo& info) { ticker.show(info); }});
  ticker.close();
  if (!end) return failed(end.error());
  if (!end->finished)
    return {1,
            "Stopped after step " + std::to_string(end->step) + "; the same command with --resume goes on."};
  if (meeting->count > 1)
    log::info(format("process %d of %d: weights %s", meeting->rank, meeting->count, end->weights.c_str()));
  if (meeting->rank == 0) std::printf("%s: trained, weights %s\n", out.c_str(), end->weights.c_str());
  return done();
}

}  // namespace

void add_train_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command =
      program.add_subcommand("train", "Train a bird classifier, and keep checkpoints on the way");
  add_train_options(*command, *options);
  command->footer(
      "Writes a series folder (series.json and a weights file a checkpoint) that view, dream and evaluate "
      "take with\n"
      "--series; training.jsonl tells how it went. Ctrl+C stops in order; --resume goes on.\n"
      "Example: birddream train --photos birds -o runs/first --epochs 8 --checkpoints-at 0,1,2,4 --held-out "
      "0.1");
  command->callback([options, &chosen] { chosen = [options] { return run_training(*options); }; });
}

}  // namespace birddream::app
