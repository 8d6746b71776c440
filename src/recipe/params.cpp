#include "recipe/params.h"

namespace birddream::recipe {

bool is_of_class(ObjectiveKind kind) {
  return kind == ObjectiveKind::class_logit || kind == ObjectiveKind::cross_entropy ||
         kind == ObjectiveKind::probability;
}

bool changes_start(const DreamParams& before, const DreamParams& after) {
  return before.start != after.start || before.start_photo != after.start_photo ||
         before.start_contrast != after.start_contrast || before.start_blur != after.start_blur ||
         before.seed != after.seed || before.spectrum_noise != after.spectrum_noise;
}

bool changes_decoding(const DreamParams& before, const DreamParams& after) {
  return before.parametrisation != after.parametrisation || before.spectrum_decay != after.spectrum_decay ||
         before.contrast != after.contrast || before.decorrelate != after.decorrelate;
}

}  // namespace birddream::recipe
