#include "engine/picture_log.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace birddream::engine {
namespace {

// An encoder that needs longer for one picture is beyond waiting for; the engine obeys nobody meanwhile.
constexpr std::chrono::milliseconds patience{1000};

}  // namespace

void PictureLog::put(const image::PlanarView& picture) {
  std::unique_lock lock(mutex_);
  if (taken_.wait_for(lock, patience, [this] { return waiting_.size() < most_waiting; })) {
    waiting_.push_back(picture);
  } else {
    ++lost_;
  }
}

KeptPictures PictureLog::take(std::size_t most) {
  KeptPictures kept;
  {
    const std::lock_guard lock(mutex_);
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, waiting_.size()));
    kept.pictures.assign(waiting_.begin(), waiting_.begin() + count);
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    kept.lost = std::exchange(lost_, 0);
  }
  taken_.notify_one();
  return kept;
}

void PictureLog::clear() {
  const std::lock_guard lock(mutex_);
  waiting_.clear();
  lost_ = 0;
}

}  // namespace birddream::engine
