#pragma once

#include "ui/model.h"
#include "ui/view_math.h"

namespace birddream::ui {

/// Which cell of its layer a neuron is: a small field that stands for the layer, with a dot to be dragged.
/// True when it moved.
bool neuron_field(const char* id, recipe::Target& target);

/// On the picture, after its item: a ring where each neuron of the objective lies; Ctrl and the mouse move
/// the first one there. `width`, `height`: of the finished picture. True while the hand is at it.
bool neurons_on_picture(Model& model, const Canvas& canvas, float width, float height);

}  // namespace birddream::ui
