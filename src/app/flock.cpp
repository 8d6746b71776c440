#include "app/flock.h"

#include <ATen/ATen.h>

#include <cmath>
#include <utility>

#include "app/begin_dream.h"
#include "image/resize.h"
#include "image/sheet.h"
#include "record/fit.h"

namespace birddream::app {
namespace {

// Rows without gaps where the number allows it: 8 birds in 4 columns, not in 3.
int columns_for(int count) {
  const int least = static_cast<int>(std::ceil(std::sqrt(count)));
  for (int columns = least; columns <= 2 * least; ++columns) {
    if (count % columns == 0) return columns;
  }
  return least;
}

image::Rgb8 frame_of(const dream::Dreamer& dreamer, int scale) {
  const recipe::DreamParams& params = dreamer.params();
  image::Rgb8 picture = record::fit(bytes_of(dreamer), params.width, params.height);
  return scale == 1 ? picture : image::resize(picture, params.width * scale, params.height * scale);
}

}  // namespace

image::Rgb8 bytes_of(const dream::Dreamer& dreamer) {
  const at::Tensor tensor = dreamer.picture_tensor().to(at::kCPU).contiguous();
  image::PlanarView view;
  view.data = tensor.const_data_ptr<float>();
  view.height = static_cast<int>(tensor.size(-2));
  view.width = static_cast<int>(tensor.size(-1));
  return image::to_rgb8(view);
}

Result<Flock> Flock::begin(const LoadedNetwork& loaded, const std::vector<recipe::DreamParams>& recipes,
                           std::vector<std::string> labels) {
  Flock flock;
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    auto dreamer = begin_dream(loaded, recipes[i]);
    if (!dreamer) return dreamer.error();
    flock.birds_.push_back({std::move(labels[i]), std::move(dreamer).value()});
  }
  return flock;
}

Status Flock::step() {
  for (Bird& bird : birds_) {
    const auto stepped = bird.dreamer->step();
    if (!stepped) return Error{bird.label + ": " + stepped.error().message};
  }
  ++steps_done_;
  return {};
}

Result<image::Rgb8> Flock::picture(int scale) const {
  if (birds_.size() == 1) return frame_of(*birds_.front().dreamer, scale);
  std::vector<image::SheetTile> tiles;
  for (const Bird& bird : birds_) tiles.push_back({frame_of(*bird.dreamer, scale), bird.label});
  image::SheetOptions options;
  options.columns = columns_for(static_cast<int>(tiles.size()));
  return image::make_sheet(tiles, options);
}

}  // namespace birddream::app
