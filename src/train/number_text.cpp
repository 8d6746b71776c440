#include "train/number_text.h"

#include <cstdlib>

#include "base/formatted.h"

namespace birddream::train {
namespace {

template <class Number>
std::string shortest(Number value, Number (*read)(const char*, char**)) {
  std::string text;
  // Not to_chars, whose shortest for 0.0002 is 2e-04.
  for (int digits = 1; digits <= 17; ++digits) {
    text = formatted("%.*g", digits, static_cast<double>(value));
    if (read(text.c_str(), nullptr) == value) break;
  }
  return text;
}

}  // namespace

std::string number_text(double value) {
  return shortest(value, std::strtod);
}
std::string number_text(float value) {
  return shortest(value, std::strtof);
}

}  // namespace birddream::train
