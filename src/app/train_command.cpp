#include <unistd.h>

#include <cstdio>
#include <memory>
#include <vector>

#include "app/commands.h"
#include "app/stop_signal.h"
#include "app/train_options.h"
#include "app/train_plan.h"
#include "base/folder_lock.h"
#include "base/formatted.h"
#include "base/log.h"
#include "base/progress.h"
#include "train/process_group.h"
#include "train/trainer.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

void announce_plan(const TrainingPlan& plan) {
  const train::TrainJob& job = plan.job;
  for (const std::string& note : job.photos.notes) log::warn(note);
  log::info(formatted("%s: %zu classes; %zu photos to train on, %zu held out", job.photos.layout.c_str(),
                      job.photos.classes.size(), job.split.train.size(), job.split.held_out.size()));
  if (!job.resume) log::info(plan.start);
  log::info(train::describe(job.params));
}

/// One line on stderr: redrawn on a terminal, every half minute elsewhere.
class Ticker {
 public:
  void show(const checkpoint::LogLine& line) {
    lines_.push_back(line);
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    if (!terminal && line.seconds - shown_ < 30 && line.step < line.steps) return;
    shown_ = line.seconds;
    std::string text = formatted("epoch %.2f  loss %.3f  %.1f %% right  %.0f photos/s", line.epoch, line.loss,
                                 100 * line.accuracy, line.photos_per_second);
    if (const auto left = checkpoint::seconds_left(lines_)) text += "  " + duration_text(*left) + " left";
    if (terminal) {
      log::redraw(text);
      open_ = true;
    } else {
      log::info(text);
    }
  }
  void show(const checkpoint::CheckpointInfo& info) {
    close();
    std::string text = info.file;
    if (info.metrics.contains("top1")) {
      text += formatted(": held-out top-1 %.1f %%, top-5 %.1f %%", 100 * info.metrics.at("top1"),
                        100 * info.metrics.at("top5"));
    }
    log::info(text);
  }
  void close() {
    if (std::exchange(open_, false)) log::end_line();
  }

 private:
  std::vector<checkpoint::LogLine> lines_;
  double shown_ = -1e9;
  bool open_ = false;
};

Outcome run_training(const TrainOptions& options) {
  const auto meeting = train::meeting_from_environment();
  if (!meeting) return failed(meeting.error());
  auto plan = plan_training(options, meeting->local_rank);
  if (!plan) return failed(plan.error());
  const auto held = meeting->rank == 0 ? FolderLock::take(plan->job.series.folder) : FolderLock();
  if (!held) return failed(held.error());
  // Before anything is written, so that all of them see the same folder.
  const auto ranks = train::join(*meeting, plan->job.device);
  if (!ranks) return failed(ranks.error());
  if (meeting->rank == 0) announce_plan(*plan);
  const fs::path out = plan->job.series.folder;
  Ticker ticker;
  const auto end =
      train::train(std::move(plan->job), **ranks, stop_signal(),
                   {.line = [&](const checkpoint::LogLine& line) { ticker.show(line); },
                    .checkpoint = [&](const checkpoint::CheckpointInfo& info) { ticker.show(info); }});
  ticker.close();
  if (!end) return failed(end.error());
  if (end->photos_skipped > 0)
    log::warn(formatted("photos that could not be read and were left out: %d", end->photos_skipped));
  if (!end->finished)
    return interrupted("Stopped after step " + std::to_string(end->step) +
                       "; the same command with --resume goes on.");
  if (meeting->count > 1)
    log::info(formatted("process %d of %d: weights %s", meeting->rank, meeting->count, end->weights.c_str()));
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
