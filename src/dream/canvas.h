#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

#include "base/result.h"
#include "dream/picture_codec.h"
#include "dream/picture_path.h"
#include "net/network.h"
#include "recipe/params.h"

namespace birddream::dream {

/// The picture that a dream grows: the values that are climbed, the picture they decode to, and the start it
/// all grew out of. Sizes in px; pictures are 1 x 3 x H x W float32, sRGB 0..1 nominal. May throw what
/// LibTorch throws (guarded.h). One thread at a time.
class Canvas {
 public:
  /// From the next adopt() on, values are decoded as that network wants it: by hand where it runs by a plan
  /// (PicturePath), else with autograd, which knows the way back. Starts are made on its device.
  void use(const net::Network& network);
  /// What is here was decoded otherwise than use() asks for.
  bool is_outdated() const { return path_.has_value() != by_hand_; }

  /// The start picture of `params`, at the size of the first octave. Error: an unreadable photo.
  Status begin(const recipe::DreamParams& params);
  /// The same out of that picture, which is of the finished size.
  void begin_with(const at::Tensor& picture, const recipe::DreamParams& params);

  /// Other values of the same size, decoded.
  void adopt(const at::Tensor& values, const recipe::DreamParams& params);
  /// Another octave or finished size: what the dream has added to its start is carried over, the start comes
  /// at its own detail (the classic octave scheme of google/deepdream, in values instead of pixels). Error:
  /// as begin(); then nothing has changed.
  Status resize(Size size, const recipe::DreamParams& params);
  /// The same picture and the same start in values of another parametrisation.
  void encode_anew(const recipe::DreamParams& before, const recipe::DreamParams& params);

  Size size() const { return size_; }
  /// Where they record gradients (no path()), a leaf.
  const at::Tensor& values() const { return values_; }
  /// decode(values()), where a step's forward begins; without a path() it holds the graph.
  const at::Tensor& decoded() const { return decoded_; }
  /// The way back where it is by hand; else null.
  PicturePath* path() { return path_ ? &*path_ : nullptr; }

 private:
  Status make_start(const recipe::DreamParams& params);
  at::Tensor start_at(Size size, recipe::Parametrisation kind) const;

  at::Device device_ = at::kCPU;
  bool by_hand_ = false;
  Size size_;
  at::Tensor start_;  // values of the start at the finished size
  Size start_size_;
  at::Tensor values_, decoded_;
  std::optional<PicturePath> path_;
};

}  // namespace birddream::dream
