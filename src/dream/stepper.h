#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "checkpoint/place.h"
#include "checkpoint/series.h"
#include "dream/step_report.h"
#include "image/planar_view.h"
#include "recipe/params.h"

namespace birddream::dream {

/// A layer one can dream towards.
struct LayerInfo {
  std::string name;
  int channels = 0;
};

/// What Stepper::set_precision() takes; plan::precision_from_text() says what each means.
inline constexpr std::array<std::string_view, 4> precision_wishes = {"auto", "float32", "bfloat16", "plain"};
inline bool is_precision_wish(std::string_view precision) {
  return std::ranges::find(precision_wishes, precision) != precision_wishes.end();
}
/// The precision of a GPU's plug-in (StepperInfo::precision), which nobody can ask for.
inline constexpr const char* gpu_precision = "half";

/// What the window says about where and on what a dream is computed.
struct StepperInfo {
  std::string device;  ///< "CPU, 2 threads", "CUDA, NVIDIA H100"
  std::string why;     ///< one sentence: why this device
  std::string architecture;
  std::string fingerprint;  ///< of the weights under the dream
  /// "float32", "bfloat16", "plain" (LibTorch's float32, the reference), gpu_precision
  std::string precision;
  std::vector<LayerInfo> layers;    ///< in forward order
  std::size_t resident_bytes = 0;   ///< weights of the series, and networks of them, kept in memory
  std::size_t resident_budget = 0;  ///< and at most
  std::string device_kind = "cpu";  ///< or "cuda": what does the steps, as provenance has it
};

struct PictureRange {
  float low = 0;
  float high = 1;
};

/// The seam between the engine's thread and whatever computes a dream: a series of checkpoints and one dream
/// under way. Free of torch, so that the engine is built and tested (ThreadSanitizer too) without it. One
/// thread at a time, always the same one.
class Stepper {
 public:
  virtual ~Stepper() = default;

  /// Makes that place of the series current. A dream under way lives on under the new weights: picture,
  /// optimiser and random stream stay. On an Error the previous weights stay.
  virtual Status load(const checkpoint::Place& place) = 0;
  /// Begins a dream at step 0 from the start image; needs a loaded checkpoint. On an Error the old dream
  /// stays.
  virtual Status restart(const recipe::DreamParams& params) = 0;
  /// From the next step on. On an Error nothing changes.
  virtual Status set_params(const recipe::DreamParams& params) = 0;
  /// One of precision_wishes, from the next step on; the dream lives on. It holds for all that share
  /// what was read (another()), for each when it is told or loads. On an Error, or where there is but one
  /// precision, nothing changes.
  virtual Status set_precision(const std::string& /*wish*/) { return {}; }
  virtual Result<StepReport> step() = 0;
  virtual int steps_done() const = 0;

  /// Empty where memory for it is short.
  virtual image::PlanarView picture() const = 0;
  /// 0..1 where it cannot be measured.
  virtual PictureRange picture_range() const = 0;
  /// Top classes of the picture as it stands; costs a forward pass. Error, of this and the next three: above
  /// all memory that is short.
  virtual Result<std::vector<Score>> classify(int count) const = 0;
  /// See nearest.h; costs a forward pass. Empty where the network does not tell.
  virtual Result<std::vector<Similar>> nearest(int /*count*/) const { return std::vector<Similar>(); }
  /// See spectrum.h.
  virtual Result<float> spectrum_slope() const = 0;
  /// What the network of that place makes of the picture as it stands: a probability for each class.
  virtual Result<std::vector<float>> probabilities_under(const checkpoint::Place& place) = 0;
  virtual StepperInfo info() const = 0;
  /// Fingerprints of all weights that look at the picture in the next step: of those under the dream, then of
  /// each target's that another checkpoint looks at, in their order, with '+' between.
  virtual std::string weights() const { return info().fingerprint; }
  /// Whether the last step changed what info() says (a GPU broke off, say).
  virtual bool info_changed() const { return false; }

  /// Another series from now on. Where it extends the old one (checkpoint::extends) a dream lives on; else
  /// nothing is loaded until load() and restart().
  virtual Status set_series(const checkpoint::Series& series) = 0;

  /// Another one on the same series and device, which shares what was read. The same thread.
  virtual Result<std::unique_ptr<Stepper>> another() const = 0;
};

/// Called once, on the thread that will use the stepper (loading LibTorch's kernels takes a moment).
using StepperFactory = std::function<Result<std::unique_ptr<Stepper>>()>;

}  // namespace birddream::dream
