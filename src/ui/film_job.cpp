#include "ui/film_job.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/atomic_file.h"
#include "base/formatted.h"
#include "image/png.h"
#include "ui/last_line.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr double look_every = 0.25;  // seconds
constexpr int interrupted = 130;

}  // namespace

void FilmJob::expect(const FilmForm& form) {
  state_ = State::running;
  cancelled_ = false;
  done_ = 0;
  total_ = form.facts.frames;
  begun_ = left_ = looked_ = -1;
  said_.clear();
  newest_ = {};
}

Result<FilmJob::Prepared> FilmJob::prepare(const FilmForm& form, const record::Session& recipe,
                                           const checkpoint::Series& series, const fs::path& output) {
  auto made = ScratchFolder::make_temporary("birddream-video");
  if (!made) return made.error();
  const auto folder = std::make_shared<const ScratchFolder>(std::move(made).value());
  const fs::path like = folder->path() / "recipe.json";
  if (const Status written = record::save_session(like, recipe); !written) return written.error();
  Prepared prepared{folder,
                    {"video", form.file.string(), "-o", output.string(), "--like", like.string(), "--steps",
                     std::to_string(form.steps), "--carry", formatted("%g", static_cast<double>(form.carry)),
                     "--size", std::to_string(form.side), "--status", folder->path().string()}};
  std::vector<std::string>& told = prepared.arguments;
  if (!series.model.empty()) {
    told.insert(told.end(), {"--model", series.model.string()});
  } else if (!series.folder.empty()) {
    told.insert(told.end(), {"--series", series.folder.string()});
  }
  return prepared;
}

Status FilmJob::begin(const Result<Prepared>& prepared) {
  const auto failed = [this](const Error& error) {
    state_ = State::failed;
    said_ = error.message;
    return Status(error);
  };
  if (!prepared) return failed(prepared.error());
  folder_ = prepared->folder;
  if (cancelled_) {
    state_ = State::cancelled;
    said_ = "Cancelled before it began.";
    folder_.reset();
    return {};
  }
  std::vector<std::string> arguments = prepared->arguments;
  arguments.insert(arguments.end(), {"--device", device_});
  auto child = ChildProcess::start(program_, arguments, folder_->path() / "said.txt");
  if (!child) return failed(child.error());
  child_.emplace(std::move(child).value());
  return {};
}

void FilmJob::cancel() {
  if (state_ != State::running || cancelled_) return;
  cancelled_ = true;
  if (!child_) return;
  child_->go_on();
  child_->interrupt();
}

void FilmJob::end_now() {
  cancelled_ = true;
  if (child_) child_->kill();
}

void FilmJob::look(double now_seconds, Background& background) {
  if (state_ != State::running || !child_ || looking_ || now_seconds - looked_ < look_every) return;
  looked_ = now_seconds;
  looking_ = true;
  const bool ended = child_->state() == ChildProcess::State::ended;
  const int status = ended ? child_->exit_status() : 0;
  background.run(
      [this, folder = folder_, before = News{done_, total_, {}}, ended, status,
       now_seconds]() -> Background::Then {
        const News news = read_news(folder->path(), before);
        const std::string said = ended ? last_line(folder->path() / "said.txt") : "";
        if (ended) folder->remove();
        return [this, news, said, ended, status, now_seconds] {
          looking_ = false;
          take(news, now_seconds);
          if (ended) end(status, said);
        };
      },
      folder_->path().string());
}

FilmJob::News FilmJob::read_news(const fs::path& folder, const News& before) {
  constexpr std::size_t most = 4096;
  News news = before;
  const auto text = read_file(folder / "status.json", most);
  if (!text) return news;  // not yet
  const auto status = nlohmann::json::parse(*text, nullptr, false);
  if (!status.is_object() || !status.value("done", nlohmann::json()).is_number_integer()) return news;
  news.done = status["done"].get<int>();
  if (status.value("total", nlohmann::json()).is_number_integer()) news.total = status["total"].get<int>();
  if (news.done == before.done) return news;
  if (auto picture = image::read_png(folder / "newest.png")) news.newest = std::move(picture->picture);
  return news;
}

void FilmJob::take(const News& news, double now_seconds) {
  const int before = std::exchange(done_, news.done);
  total_ = news.total;
  if (news.newest) static_cast<void>(newest_.show(*news.newest));
  if (done_ > 0 && begun_ < 0) {  // loading the network does not count
    begun_ = now_seconds;
    first_done_ = done_;
  } else if (done_ > std::max(before, first_done_) && total_ > 0) {
    left_ = (now_seconds - begun_) / (done_ - first_done_) * std::max(total_ - done_, 0);
  }
}

void FilmJob::end(int status, const std::string& last_line) {
  said_ = last_line;
  state_ = status == 0 && !cancelled_ ? State::done : cancelled_ ? State::cancelled : State::failed;
  if (state_ == State::cancelled && status != 0) said_ = "Cancelled before the first picture was done.";
  if (said_.empty()) said_ = "It ended with status " + std::to_string(status) + ".";
  if (status == interrupted && state_ == State::failed) state_ = State::cancelled;
  child_.reset();
  folder_.reset();
}

}  // namespace birddream::ui
