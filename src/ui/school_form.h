#pragma once

#include <string>

namespace birddream::ui {

/// What a training from the window is told.
struct SchoolForm {
  std::string photos;  ///< folder, as it was typed or dropped
  std::string out;     ///< series folder; empty: one of its own beside the snapshots
  int mode = 0;        ///< 0 all layers, 1 the last layer, 2 robust
  float epochs = 6;    ///< 0.1..200
};

}  // namespace birddream::ui
