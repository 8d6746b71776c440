#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/prefetch.h"
#include "data/augment.h"
#include "data/photo_draw.h"
#include "data/photo_reader.h"

namespace birddream::data {

/// Pictures with their classes, as a network takes them.
struct Batch {
  int side = 0;
  std::vector<float> pixels;          ///< N x 3 x side x side, RGB, sRGB 0..1
  std::vector<std::int64_t> species;  ///< N; empty when there was nothing readable
};

/// What a training sees.
struct TrainingView {
  int side = 128;  ///< px
  int batch = 32;  ///< pictures
  Augmentation augmentation;
  std::uint64_t seed = 1;
  int rank = 0;   ///< of `ranks` processes that share every step: picture i of batch k is draw
  int ranks = 1;  ///< (k * ranks + rank) * batch + i
};

/// The batches of a training, made in threads, from batch `first` up to `end`. Everything given must outlive
/// it. What a batch holds depends on its number alone; only photos that cannot be read are replaced, by the
/// next draws.
std::unique_ptr<Prefetch<Batch>> training_batches(PhotoReader& reader, const PhotoSet& set,
                                                  const PhotoDraw& draw, const TrainingView& view,
                                                  std::int64_t first, std::int64_t end, int threads);

/// The photos `among` in order, centre views, `batch` at a time; unreadable ones are left out, so a batch may
/// be smaller or empty. The number of batches is the count divided by `batch`, rounded up.
std::unique_ptr<Prefetch<Batch>> measuring_batches(PhotoReader& reader, const PhotoSet& set,
                                                   std::span<const int> among, int side, int batch,
                                                   int threads);

}  // namespace birddream::data
