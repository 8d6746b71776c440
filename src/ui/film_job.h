#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/child_process.h"
#include "checkpoint/series.h"
#include "gl/tile_texture.h"
#include "record/session.h"
#include "ui/film_form.h"

namespace birddream::ui {

/// A video being dreamt upon, by a process of its own (`birddream video`): what goes wrong there takes
/// nothing with it, and it is nicer than the dream in the window. Window thread.
class FilmJob {
 public:
  enum class State { idle, running, done, failed, cancelled };

  /// `program`: the birddream executable. `device`: its --device.
  FilmJob(std::filesystem::path program, std::string device)
      : program_(std::move(program)), device_(std::move(device)) {}
  ~FilmJob();
  FilmJob(const FilmJob&) = delete;
  FilmJob& operator=(const FilmJob&) = delete;

  /// Begins to: what needs the disk is for prepare() in the background, whose result begin() takes.
  void expect(const FilmForm& form);
  /// What the process needs: a folder of its own with the recipe in it.
  struct Prepared {
    std::filesystem::path folder;
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
  void look(double now_seconds);
  State state() const { return state_; }
  bool is_running() const { return state_ == State::running; }
  int done() const { return done_; }
  int total() const { return total_; }  ///< 0: not known
  /// Seconds still to go, as far as can be told; below 0: not yet.
  double seconds_left() const { return left_; }
  /// The newest picture; empty before the first.
  const gl::TileTexture& newest() const { return newest_; }
  /// How it ended: where the video is and what it is, or why not.
  const std::string& said() const { return said_; }

 private:
  void read_status();
  void end();
  void clear_folder();

  std::filesystem::path program_;
  std::string device_;
  std::filesystem::path folder_;  // of the job's own small files; empty: none
  std::optional<ChildProcess> child_;
  State state_ = State::idle;
  bool cancelled_ = false;
  int done_ = 0, total_ = 0;
  double begun_ = -1, looked_ = -1, left_ = -1;
  int first_done_ = 0;  // when the clock began
  gl::TileTexture newest_;
  std::string said_;
};

}  // namespace birddream::ui
