#pragma once

#include <string>

#include "checkpoint/place.h"
#include "ui/desk.h"

namespace birddream::ui {

/// The lane as a line with a tick a checkpoint, held-out accuracy above it and titles below. A click or a
/// drag moves along it.
void draw_checkpoint_strip(Desk& desk, const checkpoint::Lane& lane);

/// What is known of a checkpoint: how it was trained, and what was measured.
std::string facts_of(const checkpoint::CheckpointInfo& info);

}  // namespace birddream::ui
