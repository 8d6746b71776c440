#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace birddream::train {

/// The processes that share one training, each with its own part of every step's photos.
class Ranks {
 public:
  virtual ~Ranks() = default;
  virtual int rank() const { return 0; }
  virtual int count() const { return 1; }
  /// Replaces the tensors by their means over all processes, the same everywhere; every process calls it with
  /// the same shapes in the same order. Throws (std::exception) when another process is gone.
  virtual void average(std::vector<at::Tensor>& tensors) { static_cast<void>(tensors); }
  /// Whether any process says yes; all ask at the same point. Throws as average().
  virtual bool any(bool mine) { return mine; }
};

}  // namespace birddream::train
