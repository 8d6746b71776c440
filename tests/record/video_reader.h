#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <filesystem>
#include <string>
#include <vector>

#include "image/rgb8.h"

namespace birddream::record {

/// What a player would see of a video file, for tests.
struct DecodedVideo {
  bool opened = false;
  std::string codec;
  int width = 0;
  int height = 0;
  double frames_per_second = 0;
  AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;
  AVColorRange range = AVCOL_RANGE_UNSPECIFIED;
  int frames = 0;
  std::vector<image::Rgb8> pictures;  ///< those in YUV 4:2:0
};

/// Decodes all that can be decoded. Colours are converted by the BT.709 formulas written out here, not by the
/// library that the writer uses.
DecodedVideo decode(const std::filesystem::path& file);

}  // namespace birddream::record
