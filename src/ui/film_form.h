#pragma once

#include <filesystem>

#include "record/video_source.h"

namespace birddream::ui {

/// A video to be dreamt upon, as it is chosen in its window. Plain.
struct FilmForm {
  std::filesystem::path file;  ///< empty: none yet
  record::VideoFacts facts;
  int steps = 12;      ///< of each picture, 1..1000
  float carry = 0.5F;  ///< how much of the last picture's dream is in the next one, 0..1
  int side = 256;      ///< px of the longer side, 64..1024
};

}  // namespace birddream::ui
