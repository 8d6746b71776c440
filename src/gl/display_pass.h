#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "gl/picture_texture.h"
#include "gl/shader.h"
#include "image/rgb8.h"

namespace birddream::gl {

enum class DisplayMode {
  raw,        ///< values as they are, clamped to 0..1
  stretched,  ///< low..high drawn out to 0..1, all channels alike
  split,      ///< raw left of the wipe line, stretched right of it: the original project's two halves
};

/// How a picture is enlarged. Shrunk it is averaged over each output pixel's footprint, except by `nearest`.
enum class Filter {
  nearest,  ///< pixels as squares
  smooth,   ///< bicubic, Catmull-Rom
};

/// What to show of a picture, and how. Values are sRGB and pass through without any gamma change.
struct DisplaySettings {
  DisplayMode mode = DisplayMode::raw;
  float low =
      0;  ///< the stretch's range; a picture without contrast (high <= low, or not numbers) is shown raw
  float high = 1;
  float wipe = 0.5F;  ///< split: position of the line, 0..1 of the output's width
  Filter filter = Filter::smooth;
  /// The part shown, in picture pixels: x, y of the upper left corner, width, height. May reach beyond the
  /// picture, where `background` shows. Width or height 0: the whole picture.
  std::array<float, 4> source = {0, 0, 0, 0};
  std::array<float, 3> background = {0.06F, 0.06F, 0.07F};

  bool operator==(const DisplaySettings&) const = default;
};

/// Draws a PictureTexture into an RGBA8 framebuffer of its own, row 0 on top when shown by ImGui (whose uv
/// 0,0 is the first row of memory). Values are clamped to 0..1 and rounded as image::to_rgb8 does, so at one
/// output pixel a picture pixel every filter shows exactly the tensor. Values that are not numbers come out
/// magenta, never as gray silence. Needs the context it was made in to be current.
class DisplayPass {
 public:
  /// Draws with each program once, so that none is compiled later on. Error: a shader's, from the files in
  /// `shaders`.
  static Result<DisplayPass> create(const std::filesystem::path& shaders);
  /// One more, with the same programs.
  DisplayPass another() const { return DisplayPass(shaders_); }
  ~DisplayPass();
  DisplayPass(DisplayPass&& other) noexcept;
  DisplayPass& operator=(DisplayPass&&) = delete;
  DisplayPass(const DisplayPass&) = delete;
  DisplayPass& operator=(const DisplayPass&) = delete;

  /// Renders at width x height output pixels (at most what the GPU can hold, GL_MAX_TEXTURE_SIZE). An empty
  /// picture gives the background. Leaves GL's state as it was, see gl/saved_state.h.
  void draw(const PictureTexture& picture, const DisplaySettings& settings, int width, int height);

  std::uint32_t texture() const { return colour_; }  ///< a GL name for ImGui::Image
  int width() const { return width_; }
  int height() const { return height_; }
  /// What was drawn last, row 0 on top; empty before the first. Waits for the GPU.
  image::Rgb8 read_back() const;

 private:
  /// Programs, each with one way to sample the picture.
  struct Shaders {
    Shader squares, shrunk, enlarged, widen;
  };
  explicit DisplayPass(std::shared_ptr<const Shaders> shaders);
  Status warm_up();
  void resize(int width, int height);
  void widen(const PictureTexture& picture, const DisplaySettings& settings, int width);

  std::shared_ptr<const Shaders> shaders_;
  std::uint32_t vertex_array_ = 0;
  std::uint32_t framebuffer_ = 0;
  std::uint32_t colour_ = 0;
  std::uint32_t widened_framebuffer_ = 0;
  std::uint32_t widened_ = 0;  ///< RGBA32F, the output's width x the picture's height
  int widened_width_ = 0;
  int widened_height_ = 0;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace birddream::gl
