#pragma once

namespace birddream::dream {

/// A moved view of a picture: where each pixel of the output lies in the input, in pixels of it. The centre
/// of the pixel (column j, row i) lies at x + j x_right + i x_down, and likewise y; that of the input's first
/// pixel is 0.
struct Sampling {
  enum class Beyond { gray, wrap, mirror };  ///< what is seen past the edge; as recipe::Border
  int width = 0, height = 0;                 ///< of the input, px
  int out_width = 0, out_height = 0;
  double x = 0, x_right = 1, x_down = 0;
  double y = 0, y_right = 0, y_down = 1;
  Beyond beyond = Beyond::gray;
  bool mirrored = false;  ///< the input is seen left to right
};

/// What is asked of a gradient: sums over its numbers.
struct GradientSums {
  double squares = 0;
  double magnitudes = 0;
};

/// Adam's step (optimiser.h), its corrections worked out.
struct AdamRates {
  float rate = 0;     ///< learning rate over the first moment's correction
  float correct = 1;  ///< one over the second moment's correction
};

/// The loops of PicturePath, Ascent and blur_picture(), compiled for several instruction sets. A picture is 3
/// planes of `plane` numbers; its "pixels" are the same with the channels together: four numbers a pixel, the
/// fourth 0. All work on part of what they write, so that threads can share a call.
struct PictureKernels {
  /// y = x * factor. `y` may be `x`.
  void (*multiply)(const float* x, const float* factor, float* y, long n);
  /// y = x * (one number) * factor. `y` may be `x`.
  void (*multiply_by)(const float* x, float number, const float* factor, float* y, long n);
  /// picture = sigmoid(matrix * inner), for the pixels [begin, end). matrix: 3 x 3, row by row. `pixels` too.
  void (*finish_decoding)(const float* inner, const float* matrix, long plane, float* picture, float* pixels,
                          long begin, long end);
  /// The way back: the gradient of `inner` from that of the pixels, which is the sum of `parts` buffers.
  void (*decoding_backward)(const float* const* gradients, int parts, const float* picture,
                            const float* matrix, long plane, float* inner, long begin, long end);
  /// Planes to pixels; and pixels, the sum of `parts` buffers, to planes.
  void (*to_pixels)(const float* picture, long plane, float* pixels, long begin, long end);
  void (*to_planes)(const float* const* pixels, int parts, long plane, float* picture, long begin, long end);
  /// Bilinear, the rows [begin, end) of the output, as planes.
  void (*resample)(const float* pixels, const Sampling& sampling, float* out, long begin, long end);
  /// Adds what the output's rows [begin, end) of the gradient bring to the pixels' gradient.
  void (*resample_backward)(const float* gradient, const Sampling& sampling, float* pixels, long begin,
                            long end);
  /// y = x * factor (as it is where there is no factor), and what it sums to. `y` may be `x`.
  GradientSums (*scale_gradient)(const float* x, const float* factor, float* y, long n);
  /// y = x + rate * g. False where a number of y is not finite.
  bool (*climb)(const float* x, const float* g, float rate, float* y, long n);
  /// Moves the moments and makes y. False likewise.
  bool (*adam)(const float* x, const float* g, float* first, float* second, const AdamRates& rates, float* y,
               long n);
  /// y = the sum of `count` rows, each times its weight.
  void (*weigh)(const float* const* rows, const float* weights, int count, float* y, long n);
};

/// Those that suit this machine's CPU best.
const PictureKernels& picture_kernels();

}  // namespace birddream::dream
