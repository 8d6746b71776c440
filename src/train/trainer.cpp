#include "train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>

#include "base/leftovers.h"
#include "base/log.h"
#include "base/make_folder.h"
#include "base/text.h"
#include "net/trainable.h"
#include "net/weights.h"
#include "train/agreement.h"
#include "train/checkpoint_file.h"
#include "train/finite.h"
#include "train/moments.h"
#include "train/number_text.h"
#include "train/prior.h"
#include "train/run_name.h"
#include "train/run_state.h"
#include "train/teachers.h"
#include "train/train_step.h"
#include "train/weight_average.h"

namespace birddream::train {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t steps_a_line = 20;

class Training {
 public:
  Training(TrainJob job, Ranks& ranks, const TrainListener& listener)
      : job_(std::move(job)), ranks_(ranks), listener_(listener), reader_(job_.photos) {}

  Status begin() {
    if (const std::string problem = problem_in(job_.params); !problem.empty()) return Error{problem};
    if (job_.split.train.empty()) return Error{job_.photos.root.string() + ": no photos left to train on."};
    if (const Status made = make_folder(job_.series.folder); !made) return made.error();
    auto teachers = load_teachers(job_);
    if (!teachers) return teachers.error();
    teachers_ = std::move(teachers).value();
    // Asked now, not after hours of work.
    checkpoint::Series later = job_.series;
    put(later, info_at(0));
    if (const std::string fault = checkpoint::fault_of(later); !fault.empty())
      return Error{job_.series.folder.string() + ": no series could be written: " + fault + "."};
    steps_ = steps_for(job_.params.epochs, job_.split.train.size(), job_.params.batch, ranks_.count());
    state_.run = name_of_run(job_, teachers_.text, ranks_.count());
    state_.parent = job_.parent;
    state_.weights = job_.start;
    if (job_.resume) {
      if (Status resumed = resume(); !resumed) return resumed;
    }
    const auto head = net::classifier_name(job_.series.architecture);
    if (!head) return head.error();
    const bool all = job_.params.mode == Mode::full;
    weights_ = net::trainable(state_.weights, job_.device,
                              [&](const std::string& name) { return all || name.starts_with(*head + "."); });
    // Of layers that rest they rest too.
    for (const auto& [name, tensor] : weights_) {
      if (all && !net::is_learnt(name)) statistics_.push_back(tensor);
    }
    if (!statistics_.empty() && job_.params.batch == 1)
      return Error{"BatchNorm learns nothing from a batch of one photo. Try --batch 2 or more."};
    auto network = net::make_network(job_.series.architecture, weights_, job_.device);
    if (!network) return Error{"The weights to start from do not fit: " + network.error().message};
    network_ = std::move(network).value();
    optimiser_.emplace(weights_, job_.params, *head);
    if (job_.params.average > 0) average_.emplace(weights_, job_.params.average);
    if (average_ && !state_.average.empty() && !average_->restore(state_.average))
      return Error{state_file(job_.series.folder).string() + ": the averaged weights do not fit this run."};
    state_.average.clear();
    if (!state_.optimiser.empty() && !optimiser_->restore(state_.optimiser, state_.updates))
      return Error{state_file(job_.series.folder).string() +
                   ": the optimiser's state does not fit this run."};
    state_.optimiser.clear();
    if (job_.params.prior > 0)
      prior_ = log_prior(job_.photos, job_.split.train, job_.params.prior).to(job_.device);
    return {};
  }

  /// Gradients of different networks, or of different steps, must not be averaged.
  Status agree() {
    if (ranks_.count() == 1) return {};
    const std::string mine =
        state_.run + " step=" + std::to_string(state_.step) + " weights=" + net::fingerprint(weights_);
    if (all_agree(ranks_, mine)) return {};
    return Error{
        "The processes do not begin alike: all need the same options, photos, weights and, to go on, "
        "the same state in --out. This one has: " +
        mine + "."};
  }

  Result<TrainEnd> run(const std::atomic<bool>& stop) {
    if (is_complete()) return stopped(true);
    const data::PhotoDraw draw(job_.photos, job_.split.train, job_.params.balance, job_.params.seed);
    const data::TrainingView view{.side = job_.params.side,
                                  .batch = job_.params.batch,
                                  .augmentation = job_.params.augmentation,
                                  .seed = job_.params.seed,
                                  .rank = ranks_.rank(),
                                  .ranks = ranks_.count()};
    const auto batches =
        data::training_batches(reader_, job_.photos, draw, view, state_.step, steps_, job_.loader_threads);
    const Moments moments(job_.params, job_.split.train.size(), ranks_.count());
    if (ranks_.rank() == 0) {
      for (const auto& [epoch, later] : moments.lost()) {
        log::warn("There are too few photos for a checkpoint at epoch " + number_text(epoch) +
                  ": that is the same step as epoch " + number_text(later) + ", which gets one.");
      }
      for (const char* written : {".safetensors", ".json"}) remove_leftovers(job_.series.folder, written);
      if (Status rewound = checkpoint::rewind_log(job_.series.folder, state_.step); !rewound)
        return rewound.error();
    }
    begun_ = last_save_ = last_line_ = Clock::now();
    seconds_before_ = state_.seconds;
    // A series that a training makes has a state from the start: without one it is somebody else's.
    if (!job_.resume) {
      if (const Status saved = save(); !saved) return saved.error();
    }
    while (state_.step < steps_) {
      if (const auto moment = moments.at(state_.step)) {
        if (const Status written = write_checkpoint(*moment); !written) return written.error();
      }
      if (ranks_.any(stop)) return stopped(false);
      data::Batch batch = batches->next();
      if (batch.species.empty())
        return Error{job_.photos.root.string() + ": hardly any photo can be read, see the lines above."};
      const StepResult result =
          train_step({job_.params, *network_, teachers_.networks, prior_, *optimiser_, ranks_, statistics_},
                     batch, state_.step, static_cast<double>(state_.step) / static_cast<double>(steps_));
      ++state_.step;
      if (average_) average_->add(weights_, optimiser_->updates());
      if (!std::isfinite(result.loss)) return broken("loss");
      if (const Status logged = note(result); !logged) return logged.error();
      if (Clock::now() - last_save_ > std::chrono::duration<double>(60 * job_.save_minutes)) {
        if (const Status saved = save(); !saved) return saved.error();
      }
    }
    if (const Status written = write_checkpoint(job_.params.epochs); !written) return written.error();
    return stopped(true);
  }

 private:
  Status resume() {
    auto state = load_state(job_.series.folder);
    if (!state) return state.error();
    if (!is_same_run(state->run, state_.run)) {
      return Error{state_file(job_.series.folder).string() + ": this is the state of another run: " +
                   difference(state->run, state_.run) + ". Give the same options, or another folder."};
    }
    state->run = std::move(state_.run);
    state_ = std::move(state).value();
    return {};
  }

  /// Whether all it would write is there. Others may have begun at its last checkpoint, which must not
  /// change.
  bool is_complete() const {
    if (!job_.resume || state_.step < steps_) return false;
    const std::string last = info_at(job_.params.epochs).file;
    std::error_code ignored;
    return checkpoint::find_checkpoint(job_.series, last) != nullptr &&
           std::filesystem::is_regular_file(job_.series.folder / last, ignored);
  }

  double seconds() const {
    return seconds_before_ + std::chrono::duration<double>(Clock::now() - begun_).count();
  }
  std::int64_t photos_seen() const { return state_.step * job_.params.batch * ranks_.count(); }
  double epoch() const {
    return static_cast<double>(photos_seen()) / static_cast<double>(job_.split.train.size());
  }

  checkpoint::CheckpointInfo info_at(double moment) const {
    checkpoint::CheckpointInfo info = describe_checkpoint(job_.params, moment, epoch(), photos_seen());
    info.parent = state_.parent;
    info.recipe += teachers_.text + " held_out=" + data::held_out_name(job_.photos, job_.split);
    return info;
  }

  Status note(const StepResult& result) {
    loss_ += result.loss;
    right_ += result.right;
    shown_ += result.count;
    ++since_line_;
    if (state_.step % steps_a_line != 0 && state_.step != steps_) return {};
    const auto now = Clock::now();
    checkpoint::LogLine line;
    line.step = state_.step;
    line.steps = steps_;
    line.photos = photos_seen();
    line.epoch = epoch();
    line.loss = loss_ / static_cast<double>(since_line_);
    line.accuracy = static_cast<double>(right_) / static_cast<double>(shown_);
    line.rate =
        WeightOptimiser::rate_at(job_.params, static_cast<double>(state_.step) / static_cast<double>(steps_));
    line.photos_per_second = static_cast<double>(shown_ * ranks_.count()) /
                             std::max(1e-9, std::chrono::duration<double>(now - last_line_).count());
    line.seconds = seconds();
    loss_ = 0;
    right_ = shown_ = since_line_ = 0;
    last_line_ = now;
    if (ranks_.rank() != 0) return {};
    listener_.line(line);
    return checkpoint::append(job_.series.folder, line);
  }

  Error broken(const char* what) const { return not_finite(what, state_.step, job_.series.folder); }

  Status save() {
    last_save_ = Clock::now();
    if (ranks_.rank() != 0) return {};
    // It would take the place of a state that is of use.
    if (!all_finite(weights_)) return broken("network");
    state_.weights = weights_;
    state_.optimiser = optimiser_->state();
    if (average_) state_.average = average_->values();
    state_.updates = optimiser_->updates();
    state_.seconds = seconds();
    Status saved = save_state(job_.series.folder, state_);
    state_.weights.clear();
    state_.average.clear();
    state_.optimiser.clear();
    return saved;
  }

  // The state comes last: whoever resumes before finds all that the series names.
  Status write_checkpoint(double moment) {
    if (ranks_.rank() == 0) {
      const net::StateDict& kept = average_ ? average_->values() : weights_;
      if (!all_finite(weights_) || !all_finite(kept)) return broken("network");
      std::shared_ptr<const net::Network> network = network_;
      if (average_) {
        auto averaged = net::make_network(job_.series.architecture, kept, job_.device);
        if (!averaged) return averaged.error();
        network = std::move(averaged).value();
      }
      checkpoint::CheckpointInfo info = info_at(moment);
      if (Status done = measure_held_out(job_, *network, reader_, state_.step, info); !done) return done;
      if (Status done = keep_checkpoint(job_.series, kept, info); !done) return done;
      listener_.checkpoint(info);
    }
    last_line_ = Clock::now();  // measuring is not training
    return save();
  }

  Result<TrainEnd> stopped(bool finished) {
    if (!finished) {
      if (const Status saved = save(); !saved) return saved.error();
    }
    return TrainEnd{finished, state_.step, reader_.skipped(), net::fingerprint(weights_)};
  }

  TrainJob job_;
  Ranks& ranks_;
  const TrainListener& listener_;
  data::PhotoReader reader_;
  RunState state_;
  std::int64_t steps_ = 0;
  net::StateDict weights_;
  std::vector<at::Tensor> statistics_;  // of weights_: BatchNorm's, where it moves
  std::shared_ptr<const net::Network> network_;
  Teachers teachers_;
  at::Tensor prior_;
  std::optional<WeightOptimiser> optimiser_;
  std::optional<WeightAverage> average_;
  double loss_ = 0;
  std::int64_t right_ = 0, shown_ = 0, since_line_ = 0;
  double seconds_before_ = 0;
  Clock::time_point begun_, last_save_, last_line_;
};

}  // namespace

std::int64_t steps_for(double epochs, std::size_t photos, int batch, int ranks) {
  return std::llround(epochs * static_cast<double>(photos) / (static_cast<double>(batch) * ranks));
}

Result<TrainEnd> train(TrainJob job, Ranks& ranks, const std::atomic<bool>& stop,
                       const TrainListener& listener) try {
  Training training(std::move(job), ranks, listener);
  const Status begun = training.begin();
  if (ranks.any(!begun))
    return begun ? Error{"Another process could not begin; it says why."} : begun.error();
  if (const Status agreed = training.agree(); !agreed) return agreed.error();
  return training.run(stop);
} catch (const std::bad_alloc&) {
  return Error{"The training broke off: out of memory. Try a smaller --batch or --size."};
} catch (const std::exception& problem) {  // out of memory, a lost process, a device's error
  return Error{"The training broke off: " + first_line(problem.what())};
}

}  // namespace birddream::train
