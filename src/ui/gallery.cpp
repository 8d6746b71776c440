#include "ui/gallery.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "image/png.h"
#include "image/rgb8.h"
#include "ui/kept_channels.h"
#include "ui/side_ids.h"

namespace birddream::ui {
namespace {

constexpr std::size_t at_once = 4;
constexpr int most_channels = 100'000;
constexpr std::size_t most_looked_up = 24;  // a round: who else wants the disk comes between
constexpr std::uintmax_t most_kept = std::uintmax_t{256} << 20;

// Lucid's recipe, shortened: enough steps to tell a channel by.
recipe::DreamParams recipe_of(const std::string& layer, int channel,
                              const std::vector<std::string>& classes) {
  recipe::DreamParams params;
  params.width = params.height = Gallery::side;
  params.steps = Gallery::steps;
  params.spectrum_decay = 1.1F;
  params.contrast = 1.2F;
  params.learning_rate = 0.1F;
  params.cooldown = 0.3F;
  params.jitter = 8;
  recipe::Target target;
  if (classes.empty()) {
    target.kind = recipe::ObjectiveKind::channel;
    target.layer = layer;
    target.channel = channel;
  } else {
    target.species = classes[static_cast<std::size_t>(channel)];
  }
  params.targets = {target};
  return params;
}

}  // namespace

void Gallery::look_at(const std::string& fingerprint, const std::string& layer,
                      const std::vector<std::string>& classes) {
  if (fingerprint == fingerprint_ && layer == layer_) return;
  if (std::exchange(fingerprint_, fingerprint) != fingerprint) wants_room_ = keeps();
  layer_ = layer;
  classes_ = classes;
  first_id_ += most_channels;
  if (first_id_ > first_gallery_id) first_id_ = 0;
  shown_.clear();
  progress_.clear();
  refused_.clear();
  wanted_.clear();
  seen_.clear();
  looked_up_.clear();
  unknown_.clear();
}

void Gallery::show(int channel, const image::Rgb8& picture) {
  gl::TileTexture texture;
  if (texture.show(picture)) shown_.insert_or_assign(channel, std::move(texture));
}

void Gallery::in_sight(int channel) {
  if (shown_.contains(channel) || refused_.contains(channel)) return;
  const bool unknown = keeps() && !looked_up_.contains(channel);
  (unknown ? unknown_ : seen_).push_back(channel);
}

void Gallery::look_up(Background& background) {
  std::vector<int> channels = std::exchange(unknown_, {});
  if (looking_ || channels.empty()) return;
  channels.resize(std::min(channels.size(), most_looked_up));
  looking_ = true;
  background.run(
      [this, folder = folder_, fingerprint = fingerprint_, layer = layer_, channels]() -> Background::Then {
        std::vector<std::optional<image::Rgb8>> found;
        for (const int channel : channels) {
          auto kept = image::read_png(kept_channel(folder, fingerprint, layer, channel));
          found.push_back(kept ? std::optional(std::move(kept->picture)) : std::nullopt);
        }
        return [this, fingerprint, layer, channels, found = std::move(found)] {
          looking_ = false;
          if (fingerprint != fingerprint_ || layer != layer_) return;
          for (std::size_t i = 0; i < channels.size(); ++i) {
            looked_up_.insert(channels[i]);
            if (found[i]) show(channels[i], *found[i]);
          }
        };
      },
      folder_.string());
}

void Gallery::end_of_frame(Background& background) {
  if (wants_room_ && !makes_room_) {
    wants_room_ = false;
    makes_room_ = true;
    background.run([this, folder = folder_, fingerprint = fingerprint_]() -> Background::Then {
      make_room_for(folder, fingerprint, most_kept);
      return [this] { makes_room_ = false; };
    });
  }
  look_up(background);
  // Those under way stay first: a half-made dream is not thrown away for a moment out of sight.
  std::vector<int> next;
  for (const int channel : wanted_) {
    if (progress_.contains(channel) && !shown_.contains(channel) && !refused_.contains(channel))
      next.push_back(channel);
  }
  for (const int channel : seen_) {
    if (std::ranges::find(next, channel) == next.end()) next.push_back(channel);
  }
  wanted_ = std::move(next);
  seen_.clear();
}

std::vector<engine::SideWish> Gallery::wishes(const checkpoint::Place& place) const {
  std::vector<engine::SideWish> wishes;
  for (std::size_t i = 0; i < std::min(at_once, wanted_.size()); ++i) {
    const int channel = wanted_[i];
    wishes.push_back(
        {first_gallery_id + first_id_ + channel, place, recipe_of(layer_, channel, classes_), true});
  }
  return wishes;
}

Status Gallery::take(const engine::SideFrame& beside, gl::HostCopy& to_host, Background& background) {
  for (const engine::Tile& tile : beside.tiles) {
    const int channel = tile.id - first_gallery_id - first_id_;
    if (channel < 0 || channel >= most_channels || shown_.contains(channel)) continue;
    progress_[channel] = static_cast<float>(tile.report.step) / static_cast<float>(steps);
    if (tile.report.step < steps && tile.message.empty()) continue;
    if (tile.picture.empty()) {
      if (!tile.message.empty()) refuse(channel, tile.message);
      continue;
    }
    const auto on_host = to_host(tile.picture);
    if (!on_host) return on_host.error();
    const image::Rgb8 picture = image::to_rgb8(*on_host);
    show(channel, picture);
    std::erase(wanted_, channel);
    if (!keeps() || !tile.message.empty()) continue;
    background.run(
        [file = kept_channel(folder_, fingerprint_, layer_, channel), picture]() -> Background::Then {
          keep_channel(file, picture);
          return {};
        },
        folder_.string());
  }
  return {};
}

void Gallery::refuse(int channel, const std::string& why) {
  refused_[channel] = why;
  std::erase(wanted_, channel);
}

const std::string& Gallery::refusal_of(int channel) const {
  static const std::string none;
  const auto found = refused_.find(channel);
  return found == refused_.end() ? none : found->second;
}

const gl::TileTexture* Gallery::picture_of(int channel) const {
  const auto found = shown_.find(channel);
  return found == shown_.end() ? nullptr : &found->second;
}

float Gallery::progress_of(int channel) const {
  const auto found = progress_.find(channel);
  return found == progress_.end() ? 0 : found->second;
}

}  // namespace birddream::ui
