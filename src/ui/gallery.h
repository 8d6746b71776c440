#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/background.h"
#include "engine/engine.h"
#include "gl/host_copy.h"
#include "gl/tile_texture.h"
#include "image/rgb8.h"
#include "ui/desk.h"

namespace birddream::ui {

/// What each channel of a layer dreams: small dreams, made when they come into sight, kept on the disk
/// (kept_channels.h). Window thread; the disk is asked in the background, whose results are not taken
/// (finish()) once this is gone; the dreams themselves are made by the engine beside the main one.
class Gallery {
 public:
  /// `folder`: where pictures are kept; empty: nowhere.
  explicit Gallery(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Of these weights and this layer from now on. `classes`: names of the channels where they are species.
  void look_at(const std::string& fingerprint, const std::string& layer,
               const std::vector<std::string>& classes);
  /// The channels in sight this frame: what is kept of them is read, what is not there yet is dreamt, a few
  /// at a time.
  void in_sight(int channel);
  void end_of_frame(Background& background);

  /// What the engine is to dream for it, under `place`.
  std::vector<engine::SideWish> wishes(const checkpoint::Place& place) const;
  /// Takes over finished dreams, and keeps them in the background; the disk's refusal costs the second look,
  /// not this one. Error: a picture could not be read.
  Status take(const engine::SideFrame& beside, gl::HostCopy& to_host, Background& background);

  /// Null while there is none.
  const gl::TileTexture* picture_of(int channel) const;
  /// Why it cannot be dreamt of; empty: it can.
  const std::string& refusal_of(int channel) const;
  /// 0..1 of a dream under way.
  float progress_of(int channel) const;
  /// How many are still to come of those in sight.
  std::size_t missing() const { return wanted_.size(); }

  static constexpr int side = 96;   ///< px
  static constexpr int steps = 64;  ///< of each dream

 private:
  bool keeps() const { return !folder_.empty() && !fingerprint_.empty(); }
  void look_up(Background& background);
  void show(int channel, const image::Rgb8& picture);
  void refuse(int channel, const std::string& why);

  std::filesystem::path folder_;
  std::string fingerprint_;
  std::string layer_;
  std::vector<std::string> classes_;
  int first_id_ = 0;                      ///< of this layer's dreams; another layer's are others
  std::map<int, gl::TileTexture> shown_;  ///< by channel
  std::map<int, float> progress_;
  std::map<int, std::string> refused_;  ///< why it cannot be dreamt of
  std::vector<int> wanted_;             ///< in sight without a picture, in the order they are dreamt
  std::vector<int> seen_;               ///< this frame
  std::set<int> looked_up_;             ///< the disk has said what it keeps of it
  std::vector<int> unknown_;            ///< in sight this frame, and it has not
  bool looking_ = false;                ///< it is being asked
  bool wants_room_ = false;             ///< these are other weights
  bool makes_room_ = false;             ///< for others; a full cache takes its time
};

/// The gallery's window, while the model shows it.
void draw_gallery(Desk& desk, Gallery& gallery);

}  // namespace birddream::ui
