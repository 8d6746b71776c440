#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "checkpoint/class_index.h"
#include "checkpoint/series.h"
#include "engine/timeline.h"
#include "image/planar_view.h"
#include "image/rgb8.h"
#include "record/provenance.h"
#include "record/recorder.h"
#include "record/session.h"
#include "ui/model.h"
#include "ui/settings.h"

namespace birddream::ui {

/// What a picture was made from: the request its frame obeyed, not what the sliders say by now.
struct Making {
  recipe::DreamParams params;
  bool steered = false;  ///< parameters changed while it grew: the recipe makes a sibling, not the same bytes
  std::vector<engine::Change> steering = {};  ///< from its start on; empty: not known
};

/// A snapshot but for its picture.
struct SnapshotText {
  std::string stem;  ///< of the file's name
  record::Provenance provenance;
};

/// The dream in a file, as a series can dream it again.
struct ToldDream {
  recipe::DreamParams params;                    ///< as it was left
  int steps = 0;                                 ///< done by then
  std::shared_ptr<const engine::Replay> replay;  ///< null: of checkpoints that the series does not have
  std::string preset;
  std::string fingerprint;  ///< as in Restored
  std::string precision;
  std::string photos = {};  ///< record::changed_photos()
};

/// What a file brought back.
struct Restored {
  std::string message;         ///< for a person: what happens now
  std::string fingerprint;     ///< of the weights it was made with, and
  std::string precision;       ///< how it was computed: with others it is a sibling. Empty: not said
  std::string photos = {};     ///< what is to be said of the photos it was made with; empty: nothing
  std::uint64_t restarts = 0;  ///< Model::restarts as it began
};

/// Snapshots, recordings and session files of the window. Window thread; the encoder runs on the recorder's
/// own.
class Saver {
 public:
  /// `folder`: where things go; empty: the user's pictures folder. Made when first needed.
  explicit Saver(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Error: no HOME.
  Result<std::filesystem::path> folder() const;

  /// Where a file of that name would go: "STEM.png", "STEM-2.png" where that is taken. Any thread. Error: no
  /// HOME, or the folder cannot be made.
  Result<std::filesystem::path> free_path(const std::string& stem, const std::string& extension) const;
  /// "flamingo-s128-seed1"
  static std::string stem_of(const Model& model);

  /// What goes into a snapshot of model.frame, which must exist, beside the picture and how it was steered.
  static SnapshotText describe(const Model& model, const checkpoint::Series& series, const Making& making);
  /// Any thread, as the next two; the file's path.
  Result<std::filesystem::path> write_snapshot(const SnapshotText& text, const image::Rgb8& picture) const;
  Result<std::filesystem::path> write_picture(const std::string& stem, const image::Rgb8& picture) const;
  Result<std::filesystem::path> write_session(const std::string& stem, const record::Session& session) const;

  /// The snapshot made last; empty: none yet.
  const std::filesystem::path& last_snapshot() const { return last_snapshot_; }
  void note_snapshot(std::filesystem::path file) { last_snapshot_ = std::move(file); }

  /// Of pictures of that size; small ones are enlarged. Any thread. Error: as free_path(), or of the encoder.
  Status start_recording(const std::string& stem, int width, int height, const RecordOptions& how);
  /// `last`: pictures that were made and not yet offered.
  void stop_recording(std::vector<image::PlanarView> last) { recorder_.request_stop(std::move(last)); }
  record::Recorder& recorder() { return recorder_; }
  const record::Recorder& recorder() const { return recorder_; }

  /// The dream as it stands, at the step that the timeline's has reached. How it was steered is for
  /// steering_of(), which takes longer.
  static record::Session session_of(const Model& model, const checkpoint::Series& series,
                                    const engine::Timeline& timeline = {});
  /// Changes as files have them. Any thread.
  static std::vector<record::SessionChange> steering_of(const std::vector<engine::Change>& changes,
                                                        const checkpoint::Series& series);

 private:
  std::filesystem::path folder_;
  std::filesystem::path last_snapshot_;
  record::Recorder recorder_;
};

/// Reads a session file, or the recipe inside a snapshot PNG, for that series; `classes`: of it. A long
/// session takes its time. Any thread. Error: neither, damaged, or of a species that the series does not
/// know.
Result<ToldDream> read_recipe(const std::filesystem::path& file, const checkpoint::Series& series,
                              const checkpoint::ClassIndex& classes);

/// Takes it into the model, at once. The dream grows anew as it was steered and waits at the moment that was
/// saved; where it was of checkpoints that the series does not have, it begins with the recipe alone. `file`:
/// for what is said.
Restored take_recipe(const std::filesystem::path& file, const ToldDream& told, Model& model);

}  // namespace birddream::ui
