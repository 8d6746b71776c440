#pragma once

#include <string>

namespace birddream::train {

/// The shortest text of the kind 0.55, 12 or 1e-05 that reads back as the same value.
std::string number_text(double value);
std::string number_text(float value);

}  // namespace birddream::train
