#pragma once

#include <string>

#include "checkpoint/place.h"
#include "ui/model.h"

namespace birddream::ui {

/// Moving along a training: what keys, the slider and "play training" do to the model. No drawing. A hand
/// that moves ends the playing.

/// The lane under the model's place.
checkpoint::Lane current_lane(const checkpoint::Series& series, const Model& model);

/// To a point of the current lane, in ticks from 0. Drawn to a tick that is near; only ticks where the model
/// says so, and of TorchScript programs. A dream that had finished goes on.
void move_along(Model& model, const checkpoint::Series& series, float along);

/// To the neighbouring tick of the lane, earlier (-1) or later (+1), if there is one.
void move_by_tick(Model& model, const checkpoint::Series& series, int ticks);
bool can_move_by_tick(const Model& model, const checkpoint::Series& series, int ticks);

/// Whether the slider stops at checkpoints only; if so it goes to the nearest.
void set_ticks_only(Model& model, bool on);

/// To another lane, at the checkpoint nearest in epochs.
void move_to_lane(Model& model, const checkpoint::Series& series, int lane);

/// The last layer of that checkpoint on whatever the slider stands at, from now on; -1: each its own.
void transplant_head(Model& model, int checkpoint);

/// What a mode of training is called in the window.
std::string lane_title(const std::string& mode);

/// To that checkpoint.
void move_to(Model& model, int checkpoint);

/// Begins to move by itself, from the lane's first tick when it stands at the last; or stops.
void play_training(Model& model, const checkpoint::Series& series, bool play);

/// While it plays: the place after `steps` more steps of the dream. Stops at the lane's last tick, once the
/// dream has stayed there as long as at the others.
void advance_training(Model& model, const checkpoint::Series& series, int steps);

}  // namespace birddream::ui
