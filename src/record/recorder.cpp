#include "record/recorder.h"

#include <algorithm>
#include <utility>

#include "record/fit.h"

namespace birddream::record {

namespace fs = std::filesystem;

Recorder::Recorder(std::size_t queue_length, std::chrono::milliseconds patience, std::size_t most_bytes)
    : queue_length_(queue_length == 0 ? 1 : queue_length), patience_(patience), most_bytes_(most_bytes) {}

Recorder::~Recorder() {
  static_cast<void>(stop());
}

Status Recorder::start(const fs::path& file, const VideoOptions& options) {
  const std::lock_guard control(control_mutex_);
  {
    const std::lock_guard lock(mutex_);
    if (status_.state == RecorderState::recording || status_.state == RecorderState::finishing) {
      return Error{"A recording is under way; stop it before beginning another."};
    }
  }
  if (thread_.joinable()) thread_.join();
  auto writer = VideoWriter::open(file, options);
  if (!writer) return writer.error();
  {
    const std::lock_guard lock(mutex_);
    status_ = {};
    status_.state = RecorderState::recording;
    status_.message = (*writer)->description();
    frames_per_second_ = options.frames_per_second;
    queue_.clear();
    bytes_ = 0;
  }
  thread_ = std::thread(&Recorder::work, this, std::move(writer).value(), options.width, options.height);
  return {};
}

bool Recorder::offer(image::PlanarView picture) {
  if (picture.empty() || picture.memory != image::Memory::cpu) return false;
  return enqueue(std::move(picture));
}

bool Recorder::offer(image::Rgb8 picture) {
  if (picture.pixels.empty()) return false;
  return enqueue(std::move(picture));
}

std::size_t Recorder::bytes_of(const Picture& picture) {
  if (const auto* view = std::get_if<image::PlanarView>(&picture)) return view->floats() * sizeof(float);
  if (const auto* pixels = std::get_if<image::Rgb8>(&picture)) return pixels->pixels.size();
  return 0;
}

bool Recorder::is_full() const {
  return queue_.size() >= queue_length_ || bytes_ >= most_bytes_;
}

void Recorder::push(Picture picture) {
  bytes_ += bytes_of(picture);
  queue_.push_back({std::move(picture)});
  ++status_.taken;
}

Recorder::Entry Recorder::pop() {
  Entry entry = std::move(queue_.front());
  queue_.pop_front();
  bytes_ -= bytes_of(entry.picture);
  return entry;
}

bool Recorder::repeat(std::int64_t times) {
  {
    const std::lock_guard lock(mutex_);
    if (status_.state != RecorderState::recording || status_.taken == 0 || times <= 0) return false;
    if (queue_.empty()) queue_.push_back({Picture(), 0});
    queue_.back().times += times;
    status_.taken += times;
  }
  changed_.notify_all();
  return true;
}

bool Recorder::enqueue(Picture picture) {
  std::unique_lock lock(mutex_);
  const auto place = [this] { return status_.state != RecorderState::recording || !is_full(); };
  const bool ready = changed_.wait_for(lock, patience_, place);
  if (status_.state != RecorderState::recording) return false;
  if (!ready) {
    ++status_.dropped;
    return false;
  }
  push(std::move(picture));
  lock.unlock();
  changed_.notify_all();
  return true;
}

void Recorder::work(std::unique_ptr<VideoWriter> writer, int width, int height) {
  image::Rgb8 frame;
  while (true) {
    Entry entry;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !queue_.empty() || status_.state != RecorderState::recording; });
      if (queue_.empty()) break;
      entry = pop();
    }
    changed_.notify_all();
    if (const auto* view = std::get_if<image::PlanarView>(&entry.picture))
      frame = fit(image::to_rgb8(*view), width, height);
    if (auto* pixels = std::get_if<image::Rgb8>(&entry.picture))
      frame = fit(std::move(*pixels), width, height);
    // What stands for long is written bit by bit, so that it can be seen to go on.
    for (std::int64_t left = entry.times; left > 0;) {
      const int times = static_cast<int>(std::min<std::int64_t>(left, frames_per_second_));
      const Status added = writer->add(frame, times);
      if (!added) return end(RecorderState::failed, added.error().message, {});
      left -= times;
      const std::lock_guard lock(mutex_);
      status_.written += times;
      status_.seconds = static_cast<double>(status_.written) / frames_per_second_;
    }
  }
  const Status finished = writer->finish();
  if (!finished) return end(RecorderState::failed, finished.error().message, {});
  end(RecorderState::idle, "Saved " + writer->result().string() + " (" + writer->description() + ").",
      writer->result());
}

void Recorder::end(RecorderState state, std::string message, fs::path result) {
  {
    const std::lock_guard lock(mutex_);
    status_.state = state;
    status_.message = std::move(message);
    status_.result = std::move(result);
    queue_.clear();
    bytes_ = 0;
  }
  changed_.notify_all();
}

std::size_t Recorder::room() const {
  const std::lock_guard lock(mutex_);
  if (status_.state != RecorderState::recording || is_full()) return 0;
  return queue_length_ - queue_.size();
}

void Recorder::count_lost(std::int64_t pictures) {
  const std::lock_guard lock(mutex_);
  status_.dropped += pictures;
}

void Recorder::request_stop(std::vector<image::PlanarView> last) {
  {
    const std::lock_guard lock(mutex_);
    if (status_.state == RecorderState::recording) {
      for (image::PlanarView& picture : last) {
        if (picture.empty() || picture.memory != image::Memory::cpu) continue;
        push(std::move(picture));
      }
      status_.state = RecorderState::finishing;
    }
  }
  changed_.notify_all();
}

Result<fs::path> Recorder::stop() {
  const std::lock_guard control(control_mutex_);
  request_stop();
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  if (status_.state == RecorderState::failed) return Error{status_.message};
  if (status_.result.empty()) return Error{"Nothing has been recorded."};
  return status_.result;
}

RecorderStatus Recorder::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace birddream::record
