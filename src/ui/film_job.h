#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/background.h"
#include "base/child_process.h"
#include "base/scratch_folder.h"
#include "checkpoint/series.h"
#include "gl/tile_texture.h"
#include "image/rgb8.h"
#include "record/session.h"
#include "ui/film_form.h"

namespace birddream::ui {

/// A video being dreamt upon, by a process of its own (`birddream video`): what goes wrong there takes
/// nothing with it, and it is nicer than the dream in the window. Window thread; what it writes is read in
/// the background, whose results are not taken (finish()) once this is gone.
class FilmJob {
 public:
  enum class State { idle, running, done, failed, cancelled };

  /// `program`: the birddream executable. `device`: its --device.
  FilmJob(std::filesystem::path program, std::string device)
      : program_(std::move(program)), device_(std::move(device)) {}
  FilmJob(const FilmJob&) = delete;
  FilmJob& operator=(const FilmJob&) = delete;

  /// Begins to: what needs the disk is for prepare() in the background, whose result begin() takes.
  void expect(const FilmForm& form);
  /// What the process needs: a folder for small files, with the recipe in it.
  struct Prepared {
    std::shared_ptr<const ScratchFolder> folder;
    std::vector<std::string> arguments;
  };
  /// To dream the form's video into `output`, by the recipe and checkpoint of the session's last change under
  /// that series; one of nowhere is what ships under the session's name. Any thread. Error: the disk's.
  static Result<Prepared> prepare(const FilmForm& form, const record::Session& recipe,
                                  const checkpoint::Series& series, const std::filesystem::path& output);
  /// Starts the process, unless it was cancelled meanwhile. Error: of the preparation, or the program cannot
  /// be started; it has failed then.
  Status begin(const Result<Prepared>& prepared);
  /// Ends it in order: what is dreamt is kept as a shorter video.
  void cancel();
  /// Does not wait for that: what is dreamt is a part file until the next start.
  void end_now();

  /// Once a frame.
  void look(double now_seconds, Background& background);
  State state() const { return state_; }
  bool is_running() const { return state_ == State::running; }
  /// Its process is there; it runs for a moment longer, until what that said is read.
  bool has_process() { return child_ && child_->state() != ChildProcess::State::ended; }
  int done() const { return done_; }
  int total() const { return total_; }  ///< 0: not known
  /// Seconds still to go, as far as can be told; below 0: not yet.
  double seconds_left() const { return left_; }
  /// The newest picture; empty before the first.
  const gl::TileTexture& newest() const { return newest_; }
  /// How it ended: where the video is and what it is, or why not.
  const std::string& said() const { return said_; }

 private:
  /// What the process has written of how far it is.
  struct News {
    int done = 0, total = 0;            ///< as in done() and total()
    std::optional<image::Rgb8> newest;  ///< of another `done` than before
  };
  static News read_news(const std::filesystem::path& folder, const News& before);
  void take(const News& news, double now_seconds);
  void end(int status, const std::string& last_line);

  std::filesystem::path program_;
  std::string device_;
  std::shared_ptr<const ScratchFolder> folder_;  // of the process's small files; null: none
  std::optional<ChildProcess> child_;            // after it: it is ended before its files go
  State state_ = State::idle;
  bool cancelled_ = false;
  int done_ = 0, total_ = 0;
  double begun_ = -1, looked_ = -1, left_ = -1;
  bool looking_ = false;  // its files are being read
  int first_done_ = 0;    // when the clock began
  gl::TileTexture newest_;
  std::string said_;
};

}  // namespace birddream::ui
