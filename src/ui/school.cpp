#include "ui/school.h"

#include <algorithm>
#include <utility>

#include "base/formatted.h"
#include "base/make_folder.h"
#include "ui/last_line.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

/// Moments on the way: close together first, where the most happens.
std::string moments(float epochs) {
  std::string list = "0";
  for (const float at : {0.25F, 0.5F, 1.0F, 2.0F, 4.0F, 8.0F, 16.0F, 32.0F, 64.0F}) {
    if (at < epochs) list += formatted(",%g", static_cast<double>(at));
  }
  return list;
}

std::vector<std::string> arguments_of(const SchoolForm& form) {
  std::vector<std::string> arguments = {"train",
                                        "--photos",
                                        form.photos,
                                        "--out",
                                        form.out,
                                        "--epochs",
                                        formatted("%g", static_cast<double>(form.epochs)),
                                        "--checkpoints-at",
                                        moments(form.epochs),
                                        "--held-out",
                                        "0.1",
                                        "--save-minutes",
                                        "1",
                                        "--resume"};
  if (form.mode == 1) arguments.insert(arguments.end(), {"--mode", "head"});
  if (form.mode == 2) arguments.insert(arguments.end(), {"--preset", "robust"});
  return arguments;
}

fs::path said_in(const fs::path& folder) {
  return folder / "train.log";
}

}  // namespace

Status School::prepare(const SchoolForm& form) {
  std::error_code failed;
  if (!fs::is_directory(form.photos, failed))
    return Error{form.photos.empty()
                     ? "A training needs a folder of photos: one folder inside for each species."
                     : form.photos + ": this is not a folder of photos."};
  if (const Status made = make_folder(form.out); !made) return made.error();
  fs::remove(said_in(form.out), failed);
  return {};
}

Status School::begin(const SchoolForm& form, const Status& prepared) {
  expected_ = false;
  if (!prepared || std::exchange(given_up_, false)) return prepared;
  said_ = said_in(form.out);
  std::vector<std::string> arguments = arguments_of(form);
  arguments.insert(arguments.end(), {"--device", device_});
  auto child = ChildProcess::start(program_, arguments, said_);
  if (!child) return child.error();
  child_.emplace(std::move(child).value());
  failure_.clear();
  watch(form.out);
  return {};
}

void School::pause() {
  if (child_) child_->pause();
}
void School::go_on() {
  if (child_) child_->go_on();
}
void School::stop() {
  given_up_ = expected_;
  if (child_) child_->interrupt();
}

void School::end_now() {
  if (child_) child_->kill();
}

std::optional<ChildProcess::State> School::state() {
  if (!child_) return std::nullopt;
  return child_->state();
}

std::optional<checkpoint::Series> School::look(double now_seconds, Background& background) {
  if (child_ && child_->state() == ChildProcess::State::ended) look_at_end(background);
  return watch_ ? watch_->look(now_seconds, background) : std::nullopt;
}

void School::look_at_end(Background& background) {
  constexpr int interrupted = 130;
  const int status = child_->exit_status();
  if (status == 0 || status == interrupted || looking_ || !failure_.empty()) return;
  looking_ = true;
  background.run(
      [this, said = said_, status]() -> Background::Then {
        std::string failure = last_line(said);
        if (failure.empty()) failure = "The training ended with status " + std::to_string(status) + ".";
        return [this, failure] {
          looking_ = false;
          if (child_ && child_->state() == ChildProcess::State::ended) failure_ = failure;
        };
      },
      said_.string());
}

const std::vector<checkpoint::LogLine>& School::lines() const {
  static const std::vector<checkpoint::LogLine> none;
  return watch_ ? watch_->lines() : none;
}

}  // namespace birddream::ui
