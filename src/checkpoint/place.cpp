#include "checkpoint/place.h"

#include <algorithm>
#include <cmath>

#include "base/formatted.h"
#include "base/number_from.h"

namespace birddream::checkpoint {
namespace {

const CheckpointInfo& info_at(const Series& series, int index) {
  return series.checkpoints[static_cast<std::size_t>(index)];
}

bool is_known(const Series& series, int index) {
  return index >= 0 && index < static_cast<int>(series.checkpoints.size());
}

Result<int> index_from_text(const Series& series, std::string_view text) {
  const int count = static_cast<int>(series.checkpoints.size());
  if (text == "last") return count - 1;
  if (const auto* named = find_checkpoint(series, text))
    return static_cast<int>(named - series.checkpoints.data());
  if (const auto index = number_from<int>(text); index && is_known(series, *index)) return *index;
  return Error{"There is no checkpoint '" + std::string(text) + "' in the series '" + series.name +
               "': use last, or " + (count == 1 ? "0" : "0 to " + std::to_string(count - 1)) + "."};
}

}  // namespace

Place place_at(int index) {
  return {index, index, 0};
}

Place place_between(int from, int to, float share) {
  if (from == to || !(share > 0)) return place_at(from);
  if (share >= 1) return place_at(to);
  return {from, to, share};
}

Place with_head(Place place, int head) {
  place.head = place.from == place.to && head == place.from ? -1 : head;
  return place;
}

int nearest(const Place& place) {
  return place.share > 0.5F ? place.to : place.from;
}

std::vector<Lane> lanes_of(const Series& series) {
  std::vector<Lane> lanes;
  for (int i = 0; i < static_cast<int>(series.checkpoints.size()); ++i) {
    const std::string& mode = info_at(series, i).mode;
    auto lane = std::ranges::find(lanes, mode, &Lane::mode);
    if (lane == lanes.end()) lane = lanes.insert(lanes.end(), Lane{mode, {}});
    lane->checkpoints.push_back(i);
  }
  return lanes;
}

int lane_of(const std::vector<Lane>& lanes, int checkpoint) {
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (std::ranges::find(lanes[i].checkpoints, checkpoint) != lanes[i].checkpoints.end())
      return static_cast<int>(i);
  }
  return 0;
}

float along_lane(const Lane& lane, const Place& place) {
  const auto tick = [&](int index) {
    const auto found = std::ranges::find(lane.checkpoints, index);
    return found == lane.checkpoints.end() ? 0.0F : static_cast<float>(found - lane.checkpoints.begin());
  };
  return tick(place.from) + place.share * (tick(place.to) - tick(place.from));
}

Place place_along(const Lane& lane, float along) {
  if (lane.checkpoints.empty()) return place_at(-1);
  const auto last = static_cast<float>(lane.checkpoints.size() - 1);
  along = std::isfinite(along) ? std::clamp(along, 0.0F, last) : 0.0F;
  const auto tick = static_cast<std::size_t>(along);
  const std::size_t next = std::min(tick + 1, lane.checkpoints.size() - 1);
  return place_between(lane.checkpoints[tick], lane.checkpoints[next], along - static_cast<float>(tick));
}

std::string to_text(const Series& series, const Place& place) {
  if (!is_known(series, place.from) || !is_known(series, place.to)) return "";
  std::string text = info_at(series, place.from).file;
  if (place.from != place.to) {
    text += "~" + info_at(series, place.to).file + formatted("@%.9g", static_cast<double>(place.share));
  }
  if (is_known(series, place.head)) text += "^" + info_at(series, place.head).file;
  return text;
}

Result<Place> place_from_text(const Series& series, std::string_view text) {
  if (const auto caret = text.rfind('^'); caret != std::string_view::npos) {
    const auto trunk = place_from_text(series, text.substr(0, caret));
    if (!trunk) return trunk.error();
    if (trunk->head >= 0) return Error{"'" + std::string(text) + "': a network has one head, after one ^."};
    const auto head = index_from_text(series, text.substr(caret + 1));
    if (!head) return head.error();
    return with_head(*trunk, *head);
  }
  const auto whole = index_from_text(series, text);
  const auto tilde = text.find('~');
  const auto at = text.rfind('@');
  if (whole || tilde == std::string_view::npos) {
    if (!whole) return whole.error();
    return place_at(*whole);
  }
  if (at == std::string_view::npos || at < tilde)
    return Error{"'" + std::string(text) + "': between two checkpoints needs a share, as in 0~1@0.5."};
  const auto from = index_from_text(series, text.substr(0, tilde));
  if (!from) return from.error();
  const auto to = index_from_text(series, text.substr(tilde + 1, at - tilde - 1));
  if (!to) return to.error();
  const auto share = number_from<float>(text.substr(at + 1));
  if (!share || !(*share >= 0 && *share <= 1))
    return Error{"'" + std::string(text) + "': after @ stands the second one's share, 0 to 1."};
  return place_between(*from, *to, *share);
}

std::string title_of(const Series& series, const Place& place) {
  if (!is_known(series, place.from) || !is_known(series, place.to)) return "";
  if (is_known(series, place.head)) {
    Place trunk = place;
    trunk.head = -1;
    return title_of(series, trunk) + " under the head of " + info_at(series, place.head).title;
  }
  const std::string& from = info_at(series, place.from).title;
  if (place.from == place.to) return from;
  std::string to = info_at(series, place.to).title;
  constexpr std::string_view epoch = "epoch ";
  if (from.starts_with(epoch) && to.starts_with(epoch)) to.erase(0, epoch.size());
  return from + " to " + to + formatted(", %.0f %%", 100.0 * static_cast<double>(place.share));
}

}  // namespace birddream::checkpoint
