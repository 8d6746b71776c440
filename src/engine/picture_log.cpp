#include "engine/picture_log.h"

#include <chrono>
#include <utility>

namespace birddream::engine {
namespace {

// An encoder that needs longer for one picture is beyond waiting for; the engine obeys nobody meanwhile.
constexpr std::chrono::milliseconds patience{1000};

std::size_t bytes_of(const image::PlanarView& picture) {
  return picture.floats() * sizeof(float);
}

}  // namespace

void PictureLog::begin(std::uint64_t recording) {
  if (recording <= recording_) return;
  recording_ = recording;
  over_ = false;
  waiting_.clear();
  bytes_ = 0;
  lost_ = 0;
}

bool PictureLog::is_over(std::uint64_t recording) const {
  return recording < recording_ || (recording == recording_ && over_);
}

void PictureLog::put(std::uint64_t recording, const image::PlanarView& picture) {
  std::unique_lock lock(mutex_);
  begin(recording);
  const std::size_t bytes = bytes_of(picture);
  const auto has_place = [&] {
    return is_over(recording) || waiting_.empty() ||
           (waiting_.size() < most_waiting && bytes_ + bytes <= most_bytes);
  };
  const bool placed = changed_.wait_for(lock, patience, has_place);
  if (is_over(recording)) return;
  if (!placed) {
    ++lost_;
    return;
  }
  waiting_.push_back(picture);
  bytes_ += bytes;
}

KeptPictures PictureLog::take(std::uint64_t recording, std::size_t most) {
  KeptPictures kept;
  {
    const std::lock_guard lock(mutex_);
    begin(recording);
    if (is_over(recording)) return kept;
    for (; kept.pictures.size() < most && !waiting_.empty(); waiting_.pop_front()) {
      bytes_ -= bytes_of(waiting_.front());
      kept.pictures.push_back(std::move(waiting_.front()));
    }
    kept.lost = std::exchange(lost_, 0);
  }
  changed_.notify_one();
  return kept;
}

void PictureLog::end(std::uint64_t recording) {
  {
    const std::lock_guard lock(mutex_);
    if (is_over(recording)) return;
    begin(recording);
    over_ = true;
    waiting_.clear();
    bytes_ = 0;
    lost_ = 0;
  }
  changed_.notify_one();
}

}  // namespace birddream::engine
