#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "base/result.h"
#include "image/planar_view.h"
#include "image/rgb8.h"
#include "record/video_writer.h"

namespace birddream::record {

enum class RecorderState {
  idle,  ///< nothing under way; `result` names the last recording, if there was one
  recording,
  finishing,  ///< no more pictures are taken; the queue is being written and the file closed
  failed,     ///< `message` says why, and where what was written stands; start() begins anew
};

/// What the window shows about the recording. Plain.
struct RecorderStatus {
  RecorderState state = RecorderState::idle;
  std::string message;  ///< recording: the encoder's description; failed: why; idle: how the last one ended
  std::filesystem::path result;  ///< the finished recording
  std::int64_t taken = 0;        ///< frames of the video accepted since start()
  std::int64_t written = 0;
  std::int64_t dropped = 0;  ///< pictures refused because the encoder was too slow; never silent
  double seconds = 0;        ///< length of the video so far
};

/// Records while a dream goes on: a bounded queue and a thread of its own around a VideoWriter. Its members
/// may be called from any thread; none waits for the encoder longer than `patience`, stop() and the
/// destructor apart.
class Recorder {
 public:
  /// Pictures that may wait (each keeps its tensor alive), how long offer() waits for a place among them, and
  /// how many bytes they may take, the last of them apart.
  explicit Recorder(std::size_t queue_length = 32,
                    std::chrono::milliseconds patience = std::chrono::milliseconds(20),
                    std::size_t most_bytes = std::size_t{256} << 20);
  ~Recorder();  ///< stop()
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Begins a recording of pictures of options.width x options.height. Error: one is under way, or the writer
  /// cannot open `file`.
  Status start(const std::filesystem::path& file, const VideoOptions& options);

  /// One more frame of the video. A picture of another size (an earlier octave, a resized dream) is fitted
  /// into the recording's. False when it was not taken: not recording, in CUDA memory (copy it first), or
  /// dropped, which is counted.
  bool offer(image::PlanarView picture);
  bool offer(image::Rgb8 picture);
  /// So many frames more of the picture that was taken last, at no cost in memory. False, and nothing, where
  /// there is none.
  bool repeat(std::int64_t times);

  /// How many pictures offer() would take without waiting, were they small.
  std::size_t room() const;
  /// Pictures that were lost on their way here are counted with those dropped.
  void count_lost(std::int64_t pictures);

  /// Takes no more pictures but these, be there room or not, and finishes in the background; watch status().
  void request_stop(std::vector<image::PlanarView> last = {});
  /// The same, and waits. The finished file or folder; an Error when the recording failed or there was none.
  Result<std::filesystem::path> stop();

  RecorderStatus status() const;

 private:
  /// No picture: the one before once more.
  using Picture = std::variant<std::monostate, image::PlanarView, image::Rgb8>;
  struct Entry {
    Picture picture;
    std::int64_t times = 1;
  };
  static std::size_t bytes_of(const Picture& picture);

  bool enqueue(Picture picture);
  bool is_full() const;
  void push(Picture picture);
  Entry pop();
  void work(std::unique_ptr<VideoWriter> writer, int width, int height);
  void end(RecorderState state, std::string message, std::filesystem::path result);

  const std::size_t queue_length_;
  const std::chrono::milliseconds patience_;
  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> queue_;
  std::size_t bytes_ = 0;  ///< of the pictures in it
  RecorderStatus status_;
  int frames_per_second_ = 30;
  std::mutex control_mutex_;  ///< one start() or stop() at a time; taken before mutex_
  std::thread thread_;
};

}  // namespace birddream::record
