#include "record/recorder.h"

#include <utility>

#include "record/fit.h"

namespace birddream::record {

namespace fs = std::filesystem;

Recorder::Recorder(std::size_t queue_length, std::chrono::milliseconds patience)
    : queue_length_(queue_length == 0 ? 1 : queue_length), patience_(patience) {}

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

bool Recorder::enqueue(Picture picture) {
  std::unique_lock lock(mutex_);
  const auto place = [this] {
    return status_.state != RecorderState::recording || queue_.size() < queue_length_;
  };
  const bool ready = changed_.wait_for(lock, patience_, place);
  if (status_.state != RecorderState::recording) return false;
  if (!ready) {
    ++status_.dropped;
    return false;
  }
  queue_.push_back(std::move(picture));
  ++status_.taken;
  lock.unlock();
  changed_.notify_all();
  return true;
}

void Recorder::work(std::unique_ptr<VideoWriter> writer, int width, int height) {
  while (true) {
    Picture picture;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !queue_.empty() || status_.state != RecorderState::recording; });
      if (queue_.empty()) break;
      picture = std::move(queue_.front());
      queue_.pop_front();
    }
    changed_.notify_all();
    const auto* view = std::get_if<image::PlanarView>(&picture);
    image::Rgb8 pixels = view != nullptr ? image::to_rgb8(*view) : std::get<image::Rgb8>(std::move(picture));
    const Status added = writer->add(fit(std::move(pixels), width, height));
    if (!added) return end(RecorderState::failed, added.error().message, {});
    const std::lock_guard lock(mutex_);
    ++status_.written;
    status_.seconds = static_cast<double>(status_.written) / frames_per_second_;
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
  }
  changed_.notify_all();
}

std::size_t Recorder::room() const {
  const std::lock_guard lock(mutex_);
  if (status_.state != RecorderState::recording || queue_.size() >= queue_length_) return 0;
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
        queue_.emplace_back(std::move(picture));
        ++status_.taken;
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
