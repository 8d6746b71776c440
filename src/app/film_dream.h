#pragma once

#include <memory>
#include <optional>

#include "app/load.h"
#include "dream/dreamer.h"
#include "image/rgb8.h"
#include "recipe/params.h"

namespace birddream::app {

/// A film dreamt picture by picture. Each dream begins with the film's picture and a share of what the dream
/// before had added to its own: so shapes stay from picture to picture instead of flickering, and fade where
/// the film moves on. One thread.
class FilmDream {
 public:
  /// `params`: steps of each picture, its size, the rest of the recipe; start and cool-down are the film's,
  /// which is neither mirrored nor zoomed nor turned.
  /// `carry`: that share, 0..1.
  static Result<FilmDream> begin(const LoadedNetwork& loaded, recipe::DreamParams params, float carry);

  /// The next picture, of any size, dreamt upon; params.width x params.height. Error: a step's.
  Result<image::Rgb8> dream(const image::Rgb8& picture);

 private:
  FilmDream(std::unique_ptr<dream::Dreamer> dreamer, at::Device device, float carry)
      : dreamer_(std::move(dreamer)), device_(device), carry_(carry) {}

  std::unique_ptr<dream::Dreamer> dreamer_;
  at::Device device_;
  float carry_;
  std::optional<at::Tensor> added_;  // by the dream before
};

}  // namespace birddream::app
