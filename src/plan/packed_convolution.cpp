#include "plan/packed_convolution.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "checkpoint/dtype.h"
#include "plan/parallel.h"
#include "plan/turned_axis.h"

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

std::optional<int> vertical(std::optional<PackedConvolution::Phase> phase) {
  return phase ? std::optional(phase->y) : std::nullopt;
}
std::optional<int> horizontal(std::optional<PackedConvolution::Phase> phase) {
  return phase ? std::optional(phase->x) : std::nullopt;
}

constexpr std::size_t tile = 16;

/// Whether sixteen offsets stand `step` apart.
bool stands(const std::int64_t* offsets, std::int64_t step) {
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(tile); ++i) {
    if (offsets[i] - offsets[0] != i * step) return false;
  }
  return true;
}

/// Whether sixteen offsets come in pairs.
bool paired(const std::int64_t* offsets) {
  for (std::size_t i = 0; i < tile; i += 2) {
    if (offsets[i + 1] - offsets[i] != 1) return false;
  }
  return true;
}

/// How a tile lies, where it does so in one of the ways that the kernel knows.
std::optional<TileOrder> order_of(const std::int64_t* outer, const std::int64_t* inner, Precision precision) {
  if (precision == Precision::float32) {
    if (stands(inner, 1)) return TileOrder::inner_dense;
    if (stands(outer, 1)) return TileOrder::outer_dense;
    return std::nullopt;
  }
  if (stands(inner, 2) && paired(outer)) return TileOrder::inner_dense;
  if (stands(outer, 2) && paired(inner)) return TileOrder::outer_dense;
  return std::nullopt;
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
                                                           const Geometry& geometry,
                                                           std::optional<Phase> phase, Precision precision) {
  const int stride = geometry.stride;
  const Reach down = reach_of(geometry.kernel_h, stride, geometry.padding[0], vertical(phase));
  const Reach across = reach_of(geometry.kernel_w, stride, geometry.padding[1], horizontal(phase));
  const Phase from = phase.value_or(Phase{});
  const int outputs = phase ? channels : stride * stride * channels;
  Shape shape;
  shape.x = gy;
  shape.y = {nullptr, gy.n,   (h - from.y + stride - 1) / stride, (w - from.x + stride - 1) / stride,
             outputs, outputs};
  shape.y_type = precision;
  shape.kernel_h = down.last - down.first + 1;
  shape.kernel_w = across.last - across.first + 1;
  shape.pad_before = {-down.first, -across.first};
  shape.pad_after = {shape.y.h - gy.h + down.last, shape.y.w - gy.w + across.last};
  return shape;
}

void PackedConvolution::pack(const Numbers& numbers, int first) {
  const at::Tensor& weight = numbers.weight;
  std::vector<std::int64_t> by_output;
  for (std::int64_t o = 0; o < weight.size(0); ++o)
    by_output.push_back(output_offset_[static_cast<std::size_t>(first + o)]);
  std::vector<std::vector<std::int64_t>> rest(place_offset_.size(), input_offset_);
  for (std::size_t k = 0; k < rest.size(); ++k) {
    for (std::int64_t& offset : rest[k]) offset += place_offset_[k];
  }
  write(numbers, by_output, rest);
}

void PackedConvolution::pack_gradient(const Numbers& numbers, int first, const Geometry& geometry,
                                      std::optional<Phase> phase) {
  const at::Tensor& weight = numbers.weight;
  std::vector<std::int64_t> by_output;
  for (std::int64_t o = 0; o < weight.size(0); ++o)
    by_output.push_back(input_offset_[static_cast<std::size_t>(first + o)]);
  const int stride = geometry.stride;
  const int top = reach_of(geometry.kernel_h, stride, geometry.padding[0], vertical(phase)).first;
  const int left = reach_of(geometry.kernel_w, stride, geometry.padding[1], horizontal(phase)).first;
  const int channels = static_cast<int>(weight.size(1));
  std::vector<std::vector<std::int64_t>> rest;
  for (int y = 0; y < geometry.kernel_h; ++y) {
    for (int x = 0; x < geometry.kernel_w; ++x) {
      std::vector<std::int64_t>& offset = rest.emplace_back();
      const Turned down = turned(y, stride, geometry.padding[0]),
                   across = turned(x, stride, geometry.padding[1]);
      if (phase && (down.phase != phase->y || across.phase != phase->x)) continue;
      const int place = (down.d - top) * kernel_w_ + across.d - left;
      const int begin = phase ? 0 : (down.phase * stride + across.phase) * channels;
      for (int i = 0; i < channels; ++i)
        offset.push_back(place_offset_[static_cast<std::size_t>(place)] +
                         output_offset_[static_cast<std::size_t>(begin + i)]);
    }
  }
  write(numbers, by_output, rest);
}

void PackedConvolution::write(const Numbers& numbers, const std::vector<std::int64_t>& by_output,
                              const std::vector<std::vector<std::int64_t>>& by_place_and_input) {
  const at::Tensor& weight = numbers.weight;
  const auto strides = weight.strides();
  const at::Tensor& other = numbers.other;
  TORCH_CHECK(!other.defined() || (other.sizes() == weight.sizes() && other.strides() == strides),
              "weights of another network");
  const float* const from = weight.const_data_ptr<float>();
  const float* const to = other.defined() ? other.const_data_ptr<float>() : nullptr;
  const std::int64_t kernel_w = weight.size(3);
  const std::int64_t so = strides[0], si = strides[1], sy = strides[2], sx = strides[3];
  const Kernels& kernels = kernels_for(precision_);
  const auto put = [&](std::int64_t at, std::int64_t offset) {
    const float value = to == nullptr ? from[at] : from[at] * (1 - numbers.share) + to[at] * numbers.share;
    if (precision_ == Precision::float32)
      static_cast<float*>(weights_)[offset] = value;
    else
      static_cast<std::uint16_t*>(weights_)[offset] = checkpoint::float_to_bfloat16(value);
  };
  // Tile by tile: the packed weights have inputs and outputs the other way round, and whole lines of the
  // cache are to be read and written while they are there.
  const std::size_t outputs = by_output.size();
  parallel_rows(static_cast<long>((outputs + tile - 1) / tile), weight.numel(), [&](long begin, long end) {
    for (std::size_t first = static_cast<std::size_t>(begin) * tile;
         first < std::min(static_cast<std::size_t>(end) * tile, outputs); first += tile) {
      const std::size_t last = std::min(first + tile, outputs);
      const std::int64_t* const outer = by_output.data() + first;
      for (std::size_t k = 0; k < by_place_and_input.size(); ++k) {
        const auto place = static_cast<std::int64_t>(k);
        const std::int64_t corner =
            static_cast<std::int64_t>(first) * so + place / kernel_w * sy + place % kernel_w * sx;
        const std::vector<std::int64_t>& offset = by_place_and_input[k];  // none: not of this phase
        for (std::size_t i = 0; i < offset.size(); i += tile) {
          const std::int64_t* const inner = offset.data() + i;
          const std::int64_t at = corner + static_cast<std::int64_t>(i) * si;
          const bool whole = si == 1 && last - first == tile && i + tile <= offset.size();
          if (const auto order = whole ? order_of(outer, inner, precision_) : std::nullopt) {
            kernels.pack_tile(from + at, to == nullptr ? nullptr : to + at, numbers.share, so, *order,
                              weights_, outer, inner);
            continue;
          }
          for (std::size_t o = 0; o < last - first; ++o) {
            for (std::size_t j = 0; j < std::min(tile, offset.size() - i); ++j)
              put(at + static_cast<std::int64_t>(o) * so + static_cast<std::int64_t>(j) * si,
                  outer[o] + inner[j]);
          }
        }
      }
    }
  });
}

}  // namespace birddream::plan
