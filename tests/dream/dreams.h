#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "dream/dreamer.h"

namespace birddream::dream {

/// The class of that number, or one of two names.
inline Result<int> index_of(const std::string& species) {
  if (species == "hen") return 0;
  if (species == "robin") return 2;
  const bool number =
      !species.empty() && std::ranges::all_of(species, [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return Error{"no species '" + species + "'"};
  return std::stoi(species);
}

/// A dream of a network that is small too (tiny_network.h).
inline recipe::DreamParams small(int steps = 10) {
  recipe::DreamParams params;
  params.width = params.height = 64;
  params.steps = steps;
  params.targets[0].species = "hen";
  return params;
}

/// `onlooker`: the network of targets that another checkpoint looks at; null: the same one.
inline std::unique_ptr<Dreamer> begin(const std::shared_ptr<const net::Network>& network,
                                      const recipe::DreamParams& params,
                                      std::shared_ptr<const net::Network> onlooker = nullptr) {
  if (!onlooker) onlooker = network;
  auto dreamer =
      Dreamer::begin(network, params, index_of, [onlooker](const std::string&) { return Result(onlooker); });
  EXPECT_TRUE(dreamer.ok()) << (dreamer.ok() ? "" : dreamer.error().message);
  return std::move(dreamer).value();
}

/// The last one's report.
inline StepReport run(Dreamer& dreamer, int steps) {
  StepReport last;
  for (int i = 0; i < steps; ++i) {
    auto report = dreamer.step();
    EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().message);
    if (report.ok()) last = *report;
  }
  return last;
}

}  // namespace birddream::dream
