#pragma once

#include <functional>
#include <span>
#include <vector>

#include "data/photo_reader.h"
#include "data/photo_set.h"
#include "net/network.h"

namespace birddream::train {

/// How well a network knows photos. Shares in 0..1.
struct Measure {
  int photos = 0;  ///< those that could be read
  double top1 = 0;
  double top5 = 0;
  double loss = 0;                  ///< mean cross entropy
  std::vector<int> right_by_class;  ///< named right at first
  std::vector<int> count_by_class;
};

/// Shows the photos `among` (centre views) to the network. `bf16`: faster, differs in the third digit.
/// `progress` is called with photos done so far; returning false stops (what was measured until then is
/// returned).
Measure measure(const net::Network& network, data::PhotoReader& reader, const data::PhotoSet& set,
                std::span<const int> among, int side, bool bf16,
                const std::function<bool(int)>& progress = {});

}  // namespace birddream::train
