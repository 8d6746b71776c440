#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

/// Checkpoints of one training differ little from the weights it began with, so their differences need fewer
/// bits than they do: of GoogLeNet trained on birds, 5 bits a weight keep the input gradient as close as 8
/// bits of the weights themselves (assets/README.md).
///
/// A difference file is a safetensors file whose metadata names a `base` (a path relative to its own folder),
/// the `base_fingerprint`, and `bits`. A tensor `NAME.difference` (U8) holds the packed levels of NAME,
/// lowest bit first, `NAME.difference.scale` (F32) a scale for each output channel: NAME = base + scale[o] *
/// level, levels
/// -(2^(bits-1) - 1) .. 2^(bits-1) - 1. A tensor under its own name replaces the base's; whatever is not
/// mentioned is the base's.
namespace birddream::checkpoint {

inline constexpr std::string_view difference_suffix = ".difference";

inline constexpr int fewest_bits = 2;
inline constexpr int most_bits = 8;

/// Writes `from` as a difference from `base`, both in any packing; atomically. Tensors of fewer than two
/// dimensions are kept whole, those that `base` does not have in that shape 8-bit, equal ones left out.
/// Error: unreadable files, bits out of range, or the disk.
Status write_difference(const std::filesystem::path& from, const std::filesystem::path& base,
                        const std::filesystem::path& to, int bits);

/// Whether a file is such a difference; what cannot be read is none.
bool is_difference(const std::filesystem::path& file);

/// Levels of `bits` bits each, packed. `bits` in range; each level fits.
std::vector<std::byte> pack_levels(std::span<const std::int8_t> levels, int bits);
/// The inverse; `bytes` holds at least `count` levels.
std::vector<std::int8_t> unpack_levels(std::span<const std::byte> bytes, std::size_t count, int bits);

}  // namespace birddream::checkpoint
