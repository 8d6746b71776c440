#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "checkpoint/series.h"

namespace birddream::checkpoint {

/// A point on a series' axis: a checkpoint, or the mean of two that one training passed through; and whose
/// last layer stands on it, which may be another checkpoint's (a transplant).
struct Place {
  int from = 0;     ///< index into the series; -1: nowhere
  int to = 0;       ///< the same as `from` where nothing is mixed
  float share = 0;  ///< of `to`, 0..1
  int head = -1;    ///< index of the checkpoint that gives the last layer; -1: its own

  bool operator==(const Place&) const = default;
};

/// That checkpoint itself.
Place place_at(int index);
/// `share` of the way between two, in its plainest form: at either end a checkpoint itself.
Place place_between(int from, int to, float share);
/// The same place under the last layer of another checkpoint (-1: its own), in its plainest form.
Place with_head(Place place, int head);
/// The checkpoint that is most of it.
int nearest(const Place& place);

/// Checkpoints of one mode in the order of the series: what a slider moves along.
struct Lane {
  std::string mode;  ///< CheckpointInfo::mode
  std::vector<int> checkpoints;
};

/// The lanes in the order in which the series first names them. Every checkpoint is in one of them.
std::vector<Lane> lanes_of(const Series& series);
/// Index of the lane that holds the checkpoint; 0 where none does.
int lane_of(const std::vector<Lane>& lanes, int checkpoint);

/// Where a place is along its lane, in ticks from 0, and back. `along` is clamped to the lane.
float along_lane(const Lane& lane, const Place& place);
Place place_along(const Lane& lane, float along);

/// As provenance and sessions have it: "full-4.safetensors", or "full-4.safetensors~full-8.safetensors@0.25";
/// under another's last layer followed by "^head-3.safetensors".
std::string to_text(const Series& series, const Place& place);
/// Reads that, and numbers from 0 or "last" in place of file names. Error: no such checkpoint, no such share.
Result<Place> place_from_text(const Series& series, std::string_view text);
/// For a person: "epoch 4", "epoch 4 to 8, 25 %", "epoch 4 under the head of epoch 1".
std::string title_of(const Series& series, const Place& place);

}  // namespace birddream::checkpoint
