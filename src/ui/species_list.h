#pragma once

#include <vector>

#include "ui/desk.h"

namespace birddream::ui {

/// The rows of the species list, as indices into the series: what the search finds, best match first; without
/// a search favourites first, then the series' order.
std::vector<int> listed_species(const Desk& desk);

/// The birds in the sum with their weights, above the list; nothing while there is only one.
void draw_species_mix(Desk& desk);

}  // namespace birddream::ui
