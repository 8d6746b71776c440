#pragma once

#include "app/load.h"
#include "base/result.h"
#include "recipe/params.h"
#include "record/provenance.h"
#include "record/session.h"

/// What a picture tells about its making, and --like: finding again the network that made one.
namespace birddream::app {

/// A session file, or the dream inside a picture that birddream made, as one.
Result<record::Session> load_told(const std::filesystem::path& file);

/// The series that --series or --model names, else the shipped one of the picture's series name, else the
/// default.
Result<checkpoint::Series> series_of(const record::Provenance& made, const NetworkChoice& choice);

/// The --precision that dreams again what was made in that one: of a GPU's own, which no CPU has, and where
/// nobody knows, what is best here.
std::string precision_as_before(const std::string& made_in);

/// Fills in checkpoint, device and precision from the picture where the command line left them open. A
/// picture made on the CPU is repeated on the CPU: other devices round differently.
void choose_as_before(const record::Provenance& made, const checkpoint::Series& series, bool checkpoint_given,
                      NetworkChoice& choice);

/// Error: the weights are not those that made the picture. With a checkpoint of the user's own choice that,
/// and whatever else will make the repetition differ, is a warning on stderr.
Status check_repeatable(const record::Provenance& made, const LoadedNetwork& loaded, bool checkpoint_given);

/// What a picture of `step` steps that `loaded` dreamt carries; `scale`: of each dreamt pixel, in the file.
record::Provenance provenance_of(const LoadedNetwork& loaded, const recipe::DreamParams& params, int step,
                                 int scale = 1);

}  // namespace birddream::app
