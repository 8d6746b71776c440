#pragma once

#include <cstdint>

namespace birddream::plan {

/// What a plan's activations and gradients are kept in. Sums are float32 either way.
enum class Precision { float32, bfloat16 };

/// A tensor, or a range of a wider one's channels, in memory: pixel after pixel (NHWC), `pitch` elements from
/// one pixel to the next.
struct View {
  void* data = nullptr;  ///< float or bfloat16
  int n = 0, h = 0, w = 0, c = 0;
  int pitch = 0;

  std::int64_t rows() const { return static_cast<std::int64_t>(n) * h; }
  bool dense() const { return pitch == c; }
};

/// How a tile of sixteen by sixteen weights lies in what oneDNN reads: which of its two dimensions has its
/// numbers one behind the other. In bfloat16 they stand in pairs of the other dimension.
enum class TileOrder { outer_dense, inner_dense };

/// 3x3 pooling. Whatever of a window lies outside does not count.
struct Window {
  int stride = 1;
  int pad_h = 0, pad_w = 0;
};

/// The plan's own kernels for one element type, each compiled for several instruction sets. All work on the
/// image rows [begin, end) of the tensor that they write (of `n` pictures counted through), so that threads
/// can share a call. Where it says `add`, the result is added to what is there. Channels go up to
/// most_channels.
struct Kernels {
  /// x = image * scale + shift. image: N x 3 x H x W float32.
  void (*normalise)(const float* image, const float* scale, const float* shift, const View& x, long begin,
                    long end);
  /// y = x, in the same type; or to and from dense float32.
  void (*copy)(const View& x, const View& y, long begin, long end);
  void (*to_float)(const View& x, float* y, long begin, long end);
  void (*from_float)(const float* x, const View& y, bool add, long begin, long end);
  void (*zero)(const View& y, long begin, long end);
  /// Gradient behind max(x, 0): out = y > 0 ? g : 0. `out` may be `g`.
  void (*relu_backward)(const View& g, const View& y, const View& out, long begin, long end);
  /// Of a dead picture: out = y > 0 or g > 0 ? g : 0. Dead is one none of whose rows passes a gradient that
  /// is not 0.
  void (*relu_redirected)(const View& g, const View& y, const View& out, long begin, long end);
  bool (*relu_passes)(const View& g, const View& y, long begin, long end);
  /// `winner`: for every output the window's place (0..8) of the first maximum, dense. (Two bytes:
  /// g++ 12 widens single bytes one by one.)
  void (*max_pool)(const View& x, const View& y, std::uint16_t* winner, const Window& window, long begin,
                   long end);
  void (*max_pool_backward)(const View& gy, const std::uint16_t* winner, const View& gx, const Window& window,
                            bool add, long begin, long end);
  /// 3x3 stride 1 mean, then max(mean + bias, 0) where there is a bias (one number a channel).
  void (*average_pool)(const View& x, const float* bias, const View& y, long begin, long end);
  void (*average_pool_backward)(const View& gy, const View& gx, bool add, long begin, long end);
  /// net::local_response_norm() with c = alpha / 5; `root` keeps (1 + c sum x_j^2)^-1/2, dense, for the way
  /// back.
  void (*norm)(const View& x, const View& y, float* root, float c, long begin, long end);
  void (*norm_backward)(const View& gy, const View& x, const float* root, const View& gx, float c, bool add,
                        long begin, long end);
  /// Over the whole picture; the rows of y are pictures.
  void (*mean)(const View& x, const View& y, long begin, long end);
  void (*mean_backward)(const View& gy, const View& gx, bool add, long begin, long end);
  /// y at (stride * i + a, stride * j + b) = x at (i, j); the rows are those of x.
  void (*unshuffle)(const View& x, int stride, int a, int b, const View& y, bool add, long begin, long end);
  /// The picture's gradient, N x 3 x H x W float32, times `scale`; the rows are its rows. x holds stride *
  /// stride phases of it, three channels each: phase stride * a + b for the pixels (stride * i + a, stride *
  /// j + b).
  void (*unshuffle_image)(const View& x, int stride, const float* scale, float* image, int h, int w,
                          long begin, long end);
  /// Writes a tile of weights, or (1 - share) a + share b: number (o, i) is at stride * o + i and goes to
  /// outer[o] + inner[i].
  void (*pack_tile)(const float* a, const float* b, float share, long stride, TileOrder order, void* to,
                    const std::int64_t* outer, const std::int64_t* inner);
};

inline constexpr int most_channels = 4096;

/// Those that suit this machine's CPU best.
const Kernels& kernels_for(Precision precision);

}  // namespace birddream::plan
