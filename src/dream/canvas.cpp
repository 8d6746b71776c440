#include "dream/canvas.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <utility>

#include "dream/octave.h"
#include "dream/start_image.h"
#include "plan/fast_network.h"

namespace birddream::dream {
namespace {

Size finished_size(const recipe::DreamParams& params) {
  return {params.width, params.height};
}

}  // namespace

void Canvas::use(const net::Network& network) {
  device_ = network.device();
  by_hand_ = plan::is_fast(network);
}

Status Canvas::make_start(const recipe::DreamParams& params) {
  auto made = start_values(params, finished_size(params), device_);
  if (!made) return made.error();
  start_ = std::move(made).value();
  start_size_ = finished_size(params);
  return {};
}

at::Tensor Canvas::start_at(Size size, recipe::Parametrisation kind) const {
  return resize_values(start_, start_size_, size, kind);
}

Status Canvas::begin(const recipe::DreamParams& params) {
  if (Status made = make_start(params); !made) return made;
  size_ = octave_size(0, params);
  adopt(start_at(size_, params.parametrisation), params);
  return {};
}

void Canvas::begin_with(const at::Tensor& picture, const recipe::DreamParams& params) {
  const at::NoGradGuard frozen;
  start_ = encode(picture, params);
  start_size_ = finished_size(params);
  size_ = octave_size(0, params);
  adopt(start_at(size_, params.parametrisation), params);
}

void Canvas::adopt(const at::Tensor& values, const recipe::DreamParams& params) {
  if (!by_hand_) {
    path_.reset();
  } else if (!path_) {
    path_.emplace();
  }
  if (path_) {
    const at::NoGradGuard frozen;
    const at::Tensor next = values.detach().contiguous();
    path_->prepare(size_, params);
    decoded_ = path_->decode(next);
    values_ = next;
    return;
  }
  const at::AutoGradMode recording(true);
  const at::Tensor next = values.detach().requires_grad_(true);
  decoded_ = decode(next, size_, params);
  values_ = next;
}

Status Canvas::resize(Size size, const recipe::DreamParams& params) {
  const at::NoGradGuard frozen;
  const auto kind = params.parametrisation;
  const at::Tensor added = values_.detach() - start_at(size_, kind);
  if (start_size_ != finished_size(params)) {
    if (Status made = make_start(params); !made) return made;
  }
  const at::Tensor resized = start_at(size, kind) + resize_values(added, size_, size, kind);
  size_ = size;
  adopt(resized, params);
  return {};
}

void Canvas::encode_anew(const recipe::DreamParams& before, const recipe::DreamParams& params) {
  const at::NoGradGuard frozen;
  // The start of the living dream is re-encoded too; what a restart would begin with is made at the restart.
  const at::Tensor start_picture = decode(start_, start_size_, before);
  const at::Tensor start = encode(start_picture, params);
  adopt(encode(decoded_.detach(), params), params);
  start_ = start;
}

}  // namespace birddream::dream
