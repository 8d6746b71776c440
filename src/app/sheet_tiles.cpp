#include "app/sheet_tiles.h"

#include <algorithm>
#include <functional>

#include "app/begin_dream.h"
#include "app/flock.h"
#include "record/fit.h"
#include "record/snapshot.h"
#include "record/version.h"

namespace birddream::app {
namespace {

record::Provenance provenance(const SheetDream& dream, const LoadedNetwork& loaded, int step) {
  record::Provenance made;
  made.program_version = record::program_version;
  made.params = dream.params;
  made.series = loaded.series.name;
  made.checkpoint = loaded.checkpoint;
  made.fingerprint = loaded.fingerprint;
  made.step = step;
  made.device = loaded.device_kind();
  made.precision = loaded.precision;
  made.photos = record::photos_of(made.params, {});
  return made;
}

}  // namespace

bool is_made(const SheetDream& dream, const LoadedNetwork& loaded) {
  for (std::size_t i = 0; i < dream.steps.size(); ++i) {
    std::error_code ignored;
    if (!std::filesystem::exists(dream.pictures[i], ignored)) return false;
    const auto read = record::read_provenance(dream.pictures[i]);
    if (!read || record::to_text(*read) != record::to_text(provenance(dream, loaded, dream.steps[i])))
      return false;
  }
  return true;
}

Status make(const SheetDream& dream, const LoadedNetwork& loaded, const std::function<bool()>& advanced) {
  auto dreamer = begin_dream(loaded, dream.params);
  if (!dreamer) return dreamer.error();
  for (std::size_t i = 0; i < dream.steps.size(); ++i) {
    while ((*dreamer)->steps_done() < dream.steps[i]) {
      if (const auto stepped = (*dreamer)->step(); !stepped) return stepped.error();
      if (!advanced()) return {};
    }
    const image::Rgb8 picture = record::fit(bytes_of(**dreamer), dream.params.width, dream.params.height);
    if (const Status written =
            record::write_snapshot(dream.pictures[i], picture, provenance(dream, loaded, dream.steps[i]));
        !written) {
      return written;
    }
  }
  return {};
}

}  // namespace birddream::app
