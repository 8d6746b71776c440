#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkpoint/series.h"
#include "engine/engine.h"
#include "recipe/params.h"
#include "recipe/presets.h"
#include "ui/comparison.h"
#include "ui/film_form.h"
#include "ui/school_form.h"
#include "ui/side_ids.h"
#include "ui/step_log.h"
#include "ui/view_math.h"

namespace birddream::ui {

/// What a photo is for, where it is no objective's guide (0 and above): of one that waits, else the start.
inline constexpr int photo_for_any = -1;
inline constexpr int photo_for_start = -2;

/// Which checkpoints the filmstrip shows.
enum class FilmstripOf { lane, all, picked };

/// Everything the panels show and change: plain data, one owner (Workbench), window thread. A panel edits it;
/// Workbench compares it with what it last sent and submits a Request. No panel talks to the engine.
struct Model {
  recipe::DreamParams params;
  std::string preset = "birds";  ///< name of the preset the parameters started from
  std::vector<recipe::Preset> presets = recipe::built_in_presets();  ///< and the user's own after them
  checkpoint::Place checkpoint;
  std::string precision = "auto";  ///< engine::Request::precision
  bool run = true;
  std::uint64_t restarts = 0;
  std::uint64_t single_steps = 0;
  /// A dream that a file brought back, grown again up to its moment.
  std::shared_ptr<const engine::Replay> replay;
  bool replay_rests = false;  ///< it is paused on its way there
  bool endless = false;       ///< the dream goes on after its last step, without cooling down

  int head = -1;                   ///< the checkpoint whose last layer is used throughout; -1: each its own
  bool ticks_only = false;         ///< the checkpoint slider stops at checkpoints only
  bool training_plays = false;     ///< it moves by itself
  int steps_a_tick = 24;           ///< then: steps of the dream from one checkpoint to the next
  double played_along = 0;         ///< where along the lane it has come to
  checkpoint::Place played_place;  ///< `checkpoint` and
  bool played_endless = false;     ///< `endless` before it began: what undo goes back to

  int step_pointed_at = -1;                 ///< in any of the curves, all of which show it; -1: none
  bool nearest = false;                     ///< species by features are shown beside the top 5
  std::optional<checkpoint::Place> second;  ///< whose top 5 are shown beside the dream's own
  std::uint64_t cross_scores = 0;           ///< asked for so often
  bool cross_cancelled = false;             ///< what was asked for is not answered any further
  bool show_cross_scores = false;
  bool show_filmstrip = false;
  FilmstripOf filmstrip_of = FilmstripOf::lane;
  std::vector<int> filmstrip_picks;  ///< checkpoints, rising; what FilmstripOf::picked shows
  Comparison compare;
  bool show_school = false;
  SchoolForm school;
  bool show_film = false;
  FilmForm film;
  bool show_gallery = false;
  std::string gallery_layer;                ///< "": the objective's, or a usual one
  std::vector<engine::Adoption> adoptions;  ///< other dreams made the main dream, in order
  int dream = first_kept_id;                ///< the main dream's number, under which it would be kept aside
  int newest_dream = first_kept_id;         ///< the highest number there is

  PictureView view;
  std::string species_query;
  int species_row = 0;            ///< highlighted by the arrow keys
  int species_row_in_sight = -1;  ///< the list has scrolled to it; -1: nobody types
  std::string species_in_sight;   ///< the list has scrolled to it
  bool birds_only = true;
  bool picture_only = false;  ///< panels hidden
  bool show_keys = false;
  bool show_statistics = false;
  bool show_palette = false;
  bool show_open = false;
  int photo_for = photo_for_any;  ///< what the next file that is opened is wanted for, as pick_photo() has it
  bool quit = false;

  // What the engine last said
  std::shared_ptr<const engine::Frame> frame;       ///< the newest; null before the first
  std::shared_ptr<const engine::SideFrame> beside;  ///< the dreams beside it; null or empty: none
  StepLog history;                                  ///< steps of the current dream
  engine::EngineInfo info;
};

/// Null where there is none of that name.
const recipe::Preset* find_preset(const Model& model, std::string_view name);

/// The species the first class objective names; "" when there is none.
const std::string& species_of(const recipe::DreamParams& params);

/// Dreams of another species: the first class objective and those of the same bird change their name, a dream
/// of layers becomes one of this class. Begins anew.
void pick_species(Model& model, const std::string& name);

/// Whether it is one of the birds in the sum.
bool is_dreamt(const recipe::DreamParams& params, const std::string& name);

/// One more bird in the sum, with weight 1; or out of it, unless it is the only one. The dream lives on.
void add_species(Model& model, const std::string& name);
void remove_species(Model& model, const std::string& name);

/// The one so many rows on in `found` (indices into the series), round and round. Begins anew.
void pick_next_species(Model& model, const checkpoint::Series& series, const std::vector<int>& found,
                       int rows);

/// One of `found` (indices into the series), another than the current one where there is another. Begins
/// anew.
void pick_random_species(Model& model, const checkpoint::Series& series, const std::vector<int>& found);

/// Another seed, drawn at random. Begins anew.
void pick_random_seed(Model& model);

/// Applies a preset and begins anew; an unknown name changes nothing.
void pick_preset(Model& model, std::string_view name);

/// The parameters a reset goes back to: the preset's, with the user's species, seed and photo.
recipe::DreamParams preset_params(const Model& model);

/// The name of the preset that differs from `params` in the fewest values: what a recipe without a preset's
/// name most likely began as.
const std::string& closest_preset(const Model& model, const recipe::DreamParams& params);

/// A photo becomes the guide of that objective, or the dream grows out of it.
void pick_photo(Model& model, const std::string& path, int wanted_for = photo_for_any);

/// A layer that shows parts of birds: the usual one, or where the network has none of that name one in its
/// middle.
std::string usual_layer(const engine::EngineInfo& info);

/// Targets of layers that the network lacks are of its usual one from now on; whether there were any. Nothing
/// while its layers are not known.
bool choose_known_layers(Model& model);

/// Whether a window lies over the picture: the gallery, the keys, a training ...
bool is_covered(const Model& model);
/// Closes them.
void uncover(Model& model);

void restart(Model& model);

/// Which checkpoint recognises which of the filmstrip's dreams is asked, anew, and its window opened, which
/// says so where the dream is of no species.
void ask_who_recognises(Model& model);

/// Another series comes under the dream: what counts the old one's checkpoints or classes goes.
void forget_series(Model& model);

/// Puts the dream on that place, from a file or a step back. Whoever stands somewhere does not play.
void stand_at(Model& model, const checkpoint::Place& place);

/// Whether the dream goes on by itself, the user's or one that grows again.
bool is_moving(const Model& model);

/// Space: pauses or goes on; a finished or failed dream begins anew.
void run_or_pause(Model& model);
void pause(Model& model);

}  // namespace birddream::ui
