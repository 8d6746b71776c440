#include "app/repeat.h"

#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "checkpoint/place.h"
#include "dream/stepper.h"
#include "record/photos.h"
#include "record/snapshot.h"
#include "record/version.h"

namespace birddream::app {

namespace fs = std::filesystem;

Result<record::Session> load_told(const fs::path& file) {
  if (to_lower(file.extension().string()) != ".png") return record::load_session(file);
  const auto made = record::read_provenance(file);
  if (!made) return made.error();
  record::Session session;
  session.series = made->series;
  session.steps = made->step;
  session.changes = made->steering;
  session.photos = made->photos;
  if (session.changes.empty())
    session.changes = {{0, made->params, made->checkpoint, made->fingerprint, made->precision}};
  return session;
}

Result<checkpoint::Series> series_of(const record::Provenance& made, const NetworkChoice& choice) {
  if (!choice.series.empty() || !choice.model.empty()) return open_series(choice);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(assets_dir(), ignored)) {
    if (!fs::exists(entry.path() / "series.json", ignored)) continue;
    auto series = checkpoint::load_series(entry.path());
    if (series && series->name == made.series) return series;
  }
  return open_series(fs::path());
}

std::string precision_as_before(const std::string& made_in) {
  return dream::is_precision_wish(made_in) ? made_in : "auto";
}

void choose_as_before(const record::Provenance& made, const checkpoint::Series& series, bool checkpoint_given,
                      NetworkChoice& choice) {
  const bool known = checkpoint::place_from_text(series, made.checkpoint).ok();
  if (!checkpoint_given && known) choice.checkpoint = made.checkpoint;
  if (choice.device == "auto" && made.device == "cpu") choice.device = "cpu";
  if (choice.precision == "auto") choice.precision = precision_as_before(made.precision);
}

Status check_repeatable(const record::Provenance& made, const LoadedNetwork& loaded, bool checkpoint_given) {
  if (made.fingerprint != loaded.fingerprint) {
    const std::string what = "the picture was made with other weights: " + printable(made.checkpoint) +
                             " of '" + printable(made.series) + "', fingerprint " +
                             printable(made.fingerprint) + "; these have " + loaded.fingerprint;
    if (!checkpoint_given) return Error{what + ". Name the weights with --series, --checkpoint or --model."};
    log::warn(what + ", so it will differ");
  }
  if (made.device != loaded.device_kind()) {
    log::warn("the picture was made on '" + made.device + "' and is repeated on '" + loaded.device_kind() +
              "', which rounds differently");
  }
  if (const std::string photos = record::changed_photos(made.photos); !photos.empty()) log::warn(photos);
  if (made.precision != loaded.precision) {
    log::warn("the picture was made in '" + made.precision + "' and is repeated in '" + loaded.precision +
              "', which rounds differently");
  }
  if (made.steered)
    log::warn(
        "parameters were changed while the picture grew; the last ones are repeated, so it will differ (" +
        std::string(made.steering.empty() ? "how is not known any more"
                                          : "birddream render repeats it as it was") +
        ")");
  return {};
}

record::Provenance provenance_of(const LoadedNetwork& loaded, const recipe::DreamParams& params, int step,
                                 int scale) {
  record::Provenance made;
  made.program_version = record::program_version;
  made.params = params;
  made.series = loaded.series.name;
  made.checkpoint = loaded.checkpoint;
  made.fingerprint = loaded.fingerprint;
  made.step = step;
  made.device = loaded.device_kind();
  made.precision = loaded.precision;
  made.scale = scale;
  made.photos = record::photos_of(made.params, {});
  return made;
}

}  // namespace birddream::app
