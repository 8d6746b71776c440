#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "checkpoint/series.h"
#include "engine/timeline.h"
#include "image/planar_view.h"
#include "image/rgb8.h"
#include "record/provenance.h"
#include "record/recorder.h"
#include "ui/model.h"
#include "ui/settings.h"

namespace birddream::ui {

/// What a picture was made from: the request its frame obeyed, not what the sliders say by now.
struct Making {
  recipe::DreamParams params;
  bool steered = false;  ///< parameters changed while it grew: the recipe makes a sibling, not the same bytes
  std::vector<engine::Change> steering = {};  ///< how, from its start on; empty: not, or not known
};

/// What a file brought back.
struct Restored {
  std::string message;      ///< for a person: what happens now
  std::string fingerprint;  ///< of the weights it was made with, and
  std::string precision;    ///< how it was computed: with others it is a sibling. Empty: not said
};

/// Snapshots, recordings and session files of the window. Window thread; the encoder runs on the recorder's
/// own.
class Saver {
 public:
  /// `folder`: where things go; empty: the user's pictures folder. Made when first needed.
  explicit Saver(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Error: no HOME.
  Result<std::filesystem::path> folder() const;

  /// Writes the picture of model.frame (which must exist) with its recipe inside; the file's path.
  Result<std::filesystem::path> snapshot(const Model& model, const checkpoint::Series& series,
                                         const image::Rgb8& picture, const Making& making);

  /// The snapshot made last; empty: none yet.
  const std::filesystem::path& last_snapshot() const { return last_snapshot_; }

  /// Any other picture, as NAME plus `ending` .png; the file's path.
  Result<std::filesystem::path> save_picture(const Model& model, const image::Rgb8& picture,
                                             const std::string& ending);

  /// Of pictures of that size; small ones are enlarged.
  Status start_recording(const Model& model, int width, int height, const RecordOptions& how);
  /// `last`: pictures that were made and not yet offered.
  void stop_recording(std::vector<image::PlanarView> last) { recorder_.request_stop(std::move(last)); }
  record::Recorder& recorder() { return recorder_; }
  const record::Recorder& recorder() const { return recorder_; }

  /// The dream and how it was steered, as record::Session. Where the timeline is empty: the parameters and
  /// the checkpoint as they stand.
  Result<std::filesystem::path> save_session(const Model& model, const checkpoint::Series& series,
                                             const engine::Timeline& timeline);

 private:
  Result<std::filesystem::path> place(const Model& model, const std::string& extension) const;

  std::filesystem::path folder_;
  std::filesystem::path last_snapshot_;
  record::Recorder recorder_;
};

/// Reads a session file, or the recipe inside a snapshot PNG, into the model. The dream grows anew as it was
/// steered and waits at the moment that was saved; where it was of checkpoints that this series does not
/// have, it begins with the recipe alone. Error: neither, damaged, or of a species that this series does not
/// know; the model is then as it was.
Result<Restored> open_recipe(const std::filesystem::path& file, const checkpoint::Series& series,
                             Model& model);

}  // namespace birddream::ui
