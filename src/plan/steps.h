#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/graph.h"
#include "plan/packed_convolution.h"

namespace birddream::plan {

/// What one pass does, in order, and how it takes its weights out of graphs of the same shape.
struct Steps {
  std::vector<std::function<void()>> run;
  std::vector<std::function<void(const net::GraphBlend&)>> pack;
  std::vector<std::unique_ptr<PackedConvolution>> convolutions;
  Buffers buffers;

  PackedConvolution& add(const PackedConvolution::Shape& shape, Precision precision,
                         PackedConvolution::After after, bool biased) {
    convolutions.push_back(std::make_unique<PackedConvolution>(shape, precision, after, biased, buffers));
    return *convolutions.back();
  }
};

}  // namespace birddream::plan
