#include "app/sheet_tiles.h"

#include <algorithm>
#include <functional>

#include "app/begin_dream.h"
#include "app/flock.h"
#include "app/repeat.h"
#include "record/fit.h"
#include "record/snapshot.h"

namespace birddream::app {
bool is_made(const SheetDream& dream, const LoadedNetwork& loaded) {
  for (std::size_t i = 0; i < dream.steps.size(); ++i) {
    std::error_code ignored;
    if (!std::filesystem::exists(dream.pictures[i], ignored)) return false;
    const auto read = record::read_provenance(dream.pictures[i]);
    if (!read ||
        record::to_text(*read) != record::to_text(provenance_of(loaded, dream.params, dream.steps[i])))
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
    if (Status written = record::write_snapshot(dream.pictures[i], picture,
                                                provenance_of(loaded, dream.params, dream.steps[i]));
        !written) {
      return written;
    }
  }
  return {};
}

}  // namespace birddream::app
