#pragma once

#include "ui/desk.h"

/// One function a panel, one file each; every one is the inside of its window.
namespace birddream::ui {

void draw_species_panel(Desk& desk);
void draw_recipe_panel(Desk& desk);  ///< preset and sliders
void draw_objective_panel(Desk& desk);
void draw_checkpoint_panel(Desk& desk);
void draw_sees_panel(Desk& desk);  ///< top 5
void draw_curves_panel(Desk& desk);
void draw_transport_bar(Desk& desk);
void draw_menu_bar(Desk& desk);
void draw_keys_window(Desk& desk);
void draw_palette(Desk& desk);

}  // namespace birddream::ui
