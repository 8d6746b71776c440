#include "plan/packed_convolution.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <bit>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "plan/parallel.h"

namespace birddream::plan {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

memory::data_type type_of(Precision precision) {
  return precision == Precision::float32 ? memory::data_type::f32 : memory::data_type::bf16;
}

memory::desc describe(const View& view, Precision precision) {
  return {{view.n, view.c, view.h, view.w}, type_of(precision), Tag::nhwc};
}

/// Offsets along one dimension of a blocked layout: with blocks, an index is a number whose digits have
/// places of their own.
std::vector<std::int64_t> offsets(const memory::desc& layout, int dimension) {
  const auto blocks = layout.get_inner_blks();
  const auto owners = layout.get_inner_idxs();
  std::vector<std::int64_t> result;
  const auto d = static_cast<std::size_t>(dimension);
  for (std::int64_t index = 0; index < layout.get_dims()[d]; ++index) {
    std::int64_t rest = index, offset = 0, place = 1;
    for (std::size_t b = blocks.size(); b-- > 0; place *= blocks[b]) {
      if (owners[b] != dimension) continue;
      offset += rest % blocks[b] * place;
      rest /= blocks[b];
    }
    result.push_back(offset + rest * layout.get_strides()[d]);
  }
  return result;
}

/// Along one axis of a strided convolution's way back (PackedConvolution::input_gradient): the output at t
/// and phase a sums g[t + d] w[k] where stride * (t + d) + k - padding = stride * t + a.
struct Turned {
  int phase, d;
};
Turned turned(int k, int stride, int padding) {
  const int phase = ((k - padding) % stride + stride) % stride;
  return {phase, (phase + padding - k) / stride};
}
struct Reach {
  int first, last;
};
Reach reach_of(int kernel, int stride, int padding) {
  Reach reach{turned(0, stride, padding).d, turned(0, stride, padding).d};
  for (int k = 1; k < kernel; ++k) {
    const int d = turned(k, stride, padding).d;
    reach = {std::min(reach.first, d), std::max(reach.last, d)};
  }
  return reach;
}

std::uint16_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}

}  // namespace

struct PackedConvolution::Primitive {
  dnnl::convolution_forward::primitive_desc description;
  dnnl::convolution_forward run;
  std::unordered_map<int, memory> arguments;
  dnnl::stream stream{cpu()};
};

PackedConvolution::PackedConvolution(const Shape& s, Precision precision, After after, bool biased,
                                     Buffers& buffers)
    : precision_(precision), kernel_w_(s.kernel_w) {
  const memory::desc any({s.y.c, s.x.c, s.kernel_h, s.kernel_w}, type_of(precision), Tag::any);
  const memory::desc bias({s.y.c}, memory::data_type::f32, Tag::a);
  const memory::desc floors({1, s.y.c, 1, 1}, memory::data_type::f32, Tag::nhwc);
  dnnl::post_ops post;
  if (after == After::rectify) post.append_eltwise(dnnl::algorithm::eltwise_relu, 0, 0);
  if (after == After::rectify_some) post.append_binary(dnnl::algorithm::binary_max, floors);
  if (after == After::add) post.append_sum();
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(post);
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  const memory::dims strides{s.stride, s.stride}, before{s.pad_before[0], s.pad_before[1]},
      behind{s.pad_after[0], s.pad_after[1]};
  const auto x = describe(s.x, precision), y = describe(s.y, s.y_type);
  using Description = dnnl::convolution_forward::primitive_desc;
  constexpr auto kind = dnnl::prop_kind::forward_inference;
  constexpr auto algorithm = dnnl::algorithm::convolution_direct;
  const Description description =
      biased ? Description(cpu(), kind, algorithm, x, any, bias, y, strides, before, behind, attributes)
             : Description(cpu(), kind, algorithm, x, any, y, strides, before, behind, attributes);

  const memory::desc layout = description.weights_desc();
  weights_ = buffers.take(layout.get_size());
  output_offset_ = offsets(layout, 0);
  input_offset_ = offsets(layout, 1);
  const auto down = offsets(layout, 2), across = offsets(layout, 3);
  for (const std::int64_t row : down) {
    for (const std::int64_t column : across) place_offset_.push_back(row + column);
  }
  const auto channels = static_cast<std::size_t>(s.y.c) * sizeof(float);
  const std::size_t scratch = description.scratchpad_desc().get_size();
  std::unordered_map<int, memory> arguments{
      {DNNL_ARG_SRC, memory(x, cpu(), s.x.data)},
      {DNNL_ARG_WEIGHTS, memory(layout, cpu(), weights_)},
      {DNNL_ARG_DST, memory(y, cpu(), s.y.data)},
      {DNNL_ARG_SCRATCHPAD, memory(description.scratchpad_desc(), cpu(), buffers.scratch(scratch))}};
  if (biased) {
    bias_ = static_cast<float*>(buffers.take(channels));
    arguments[DNNL_ARG_BIAS] = memory(bias, cpu(), bias_);
  }
  if (after == After::rectify_some) {
    floors_ = static_cast<float*>(buffers.take(channels));
    arguments[DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1] = memory(floors, cpu(), floors_);
  }
  primitive_.reset(new Primitive{description, dnnl::convolution_forward(description), std::move(arguments)});
}

PackedConvolution::~PackedConvolution() = default;
PackedConvolution::PackedConvolution(PackedConvolution&&) noexcept = default;

void PackedConvolution::run() const {
  primitive_->run.execute(primitive_->stream, primitive_->arguments);
}

std::string PackedConvolution::kernel() const {
  return primitive_->description.impl_info_str();
}

PackedConvolution::Shape PackedConvolution::input_gradient(const View& gy, int channels, int h, int w,
                                                           int kernel_h, int kernel_w, int stride,
                                                           std::array<int, 2> padding, Precision precision) {
  const Reach down = reach_of(kernel_h, stride, padding[0]), across = reach_of(kernel_w, stride, padding[1]);
  Shape shape;
  shape.x = gy;
  const int phases = stride * stride * channels;
  shape.y = {nullptr, gy.n, (h + stride - 1) / stride, (w + stride - 1) / stride, phases, phases};
  shape.y_type = precision;
  shape.kernel_h = down.last - down.first + 1;
  shape.kernel_w = across.last - across.first + 1;
  shape.pad_before = {-down.first, -across.first};
  shape.pad_after = {shape.y.h - gy.h + down.last, shape.y.w - gy.w + across.last};
  return shape;
}

void PackedConvolution::pack(const at::Tensor& weight, int first) {
  std::vector<std::int64_t> by_output;
  for (std::int64_t o = 0; o < weight.size(0); ++o)
    by_output.push_back(output_offset_[static_cast<std::size_t>(first + o)]);
  std::vector<std::vector<std::int64_t>> rest(place_offset_.size(), input_offset_);
  for (std::size_t k = 0; k < rest.size(); ++k) {
    for (std::int64_t& offset : rest[k]) offset += place_offset_[k];
  }
  write(weight, by_output, rest);
}

void PackedConvolution::pack_gradient(const at::Tensor& weight, int first, int stride,
                                      std::array<int, 2> padding) {
  std::vector<std::int64_t> by_output;
  for (std::int64_t o = 0; o < weight.size(0); ++o)
    by_output.push_back(input_offset_[static_cast<std::size_t>(first + o)]);
  const int channels = static_cast<int>(weight.size(1));
  const int kernel_h = static_cast<int>(weight.size(2)), kernel_w = static_cast<int>(weight.size(3));
  const int top = reach_of(kernel_h, stride, padding[0]).first;
  const int left = reach_of(kernel_w, stride, padding[1]).first;
  std::vector<std::vector<std::int64_t>> rest;
  for (int y = 0; y < kernel_h; ++y) {
    for (int x = 0; x < kernel_w; ++x) {
      const Turned down = turned(y, stride, padding[0]), across = turned(x, stride, padding[1]);
      const int place = (down.d - top) * kernel_w_ + across.d - left;
      const int phase = down.phase * stride + across.phase;
      std::vector<std::int64_t>& offset = rest.emplace_back();
      for (int i = 0; i < channels; ++i)
        offset.push_back(place_offset_[static_cast<std::size_t>(place)] +
                         output_offset_[static_cast<std::size_t>(phase * channels + i)]);
    }
  }
  write(weight, by_output, rest);
}

void PackedConvolution::write(const at::Tensor& weight, const std::vector<std::int64_t>& by_output,
                              const std::vector<std::vector<std::int64_t>>& by_place_and_input) {
  const float* from = weight.const_data_ptr<float>();
  const std::int64_t inputs = weight.size(1), kernel_w = weight.size(3);
  const auto strides = weight.strides();
  const std::int64_t so = strides[0], si = strides[1], sy = strides[2], sx = strides[3];
  const auto fill = [&](auto* to, auto convert) {
    parallel_rows(weight.size(0), weight.numel(), [&](long begin, long end) {
      for (long o = begin; o < end; ++o) {
        auto* const base = to + by_output[static_cast<std::size_t>(o)];
        for (std::size_t k = 0; k < by_place_and_input.size(); ++k) {
          const auto place = static_cast<std::int64_t>(k);
          const float* in = from + o * so + place / kernel_w * sy + place % kernel_w * sx;
          const std::int64_t* offset = by_place_and_input[k].data();
          for (std::int64_t i = 0; i < inputs; ++i) base[offset[i]] = convert(in[i * si]);
        }
      }
    });
  };
  if (precision_ == Precision::float32)
    fill(static_cast<float*>(weights_), [](float value) { return value; });
  else
    fill(static_cast<std::uint16_t*>(weights_), to_bfloat16);
}

}  // namespace birddream::plan
