#include "data/batch.h"

#include <algorithm>

namespace birddream::data {
namespace {

// A photo that cannot be read is replaced by the next draw, this often; after that the folder is hopeless.
constexpr int most_attempts = 200;

std::size_t floats(int side) {
  return std::size_t{3} * static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
}

}  // namespace

std::unique_ptr<Prefetch<Batch>> training_batches(PhotoReader& reader, const PhotoSet& set,
                                                  const PhotoDraw& draw, const TrainingView& view,
                                                  std::int64_t first, std::int64_t end, int threads) {
  const auto make = [&reader, &set, &draw, view](std::int64_t number) {
    Batch batch;
    batch.side = view.side;
    batch.pixels.resize(static_cast<std::size_t>(view.batch) * floats(view.side));
    for (int i = 0; i < view.batch; ++i) {
      const std::int64_t place = (number * view.ranks + view.rank) * view.batch + i;
      for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const int photo = draw.pick(place, attempt);
        const auto picture = reader.read(photo, view.side);
        if (!picture) continue;
        Random random(view.seed + 1, static_cast<std::uint64_t>(place));
        augment(*picture, view.augmentation, random, view.side,
                std::span(batch.pixels)
                    .subspan(static_cast<std::size_t>(i) * floats(view.side), floats(view.side)));
        batch.species.push_back(set.photos[static_cast<std::size_t>(photo)].species);
        break;
      }
    }
    // All or nothing: a batch of another size would train another way.
    if (batch.species.size() < static_cast<std::size_t>(view.batch))
      batch = Batch{.side = view.side, .pixels = {}, .species = {}};
    return batch;
  };
  return std::make_unique<Prefetch<Batch>>(make, first, end, threads, threads + 2);
}

std::unique_ptr<Prefetch<Batch>> measuring_batches(PhotoReader& reader, const PhotoSet& set,
                                                   std::span<const int> among, int side, int batch,
                                                   int threads) {
  const std::vector<int> photos(among.begin(), among.end());
  const auto make = [&reader, &set, photos, side, batch](std::int64_t number) {
    Batch made;
    made.side = side;
    const auto from = static_cast<std::size_t>(number) * static_cast<std::size_t>(batch);
    const auto upto = std::min(from + static_cast<std::size_t>(batch), photos.size());
    for (std::size_t i = from; i < upto; ++i) {
      const auto picture = reader.read(photos[i], side);
      if (!picture) continue;
      made.pixels.resize(made.pixels.size() + floats(side));
      centre_view(*picture, measured_part, side, std::span(made.pixels).last(floats(side)));
      made.species.push_back(set.photos[static_cast<std::size_t>(photos[i])].species);
    }
    return made;
  };
  const auto batches = (static_cast<std::int64_t>(photos.size()) + batch - 1) / batch;
  return std::make_unique<Prefetch<Batch>>(make, 0, batches, threads, threads + 2);
}

}  // namespace birddream::data
