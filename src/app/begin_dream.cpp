#include "app/begin_dream.h"

#include "checkpoint/series.h"

namespace birddream::app {

Result<std::unique_ptr<dream::Dreamer>> begin_dream(const LoadedNetwork& loaded,
                                                    const recipe::DreamParams& params) {
  const auto find_class = [series = loaded.series](const std::string& species) {
    return checkpoint::find_class(series, species);
  };
  return dream::Dreamer::begin(loaded.network, params, find_class, loaded.find_network);
}

}  // namespace birddream::app
