#pragma once

#include "ui/desk.h"

/// One function a panel, one file each. The first group are the insides of docked windows; the others open
/// windows of their own.
namespace birddream::ui {

void draw_species_panel(Desk& desk);
void draw_recipe_panel(Desk& desk);                                ///< preset, objective, start, sliders
void draw_objective(Desk& desk);                                   ///< a section of it
void draw_start(Desk& desk, const recipe::DreamParams& standard);  ///< another
void draw_checkpoint_panel(Desk& desk);
void draw_sees_panel(Desk& desk);  ///< top 5
void draw_curves_panel(Desk& desk);

void draw_menu_bar(Desk& desk);
void draw_layout_menu(Desk& desk);    ///< a menu of its own inside View
void draw_transport_bar(Desk& desk);  ///< at the window's lower edge
void draw_keys_window(Desk& desk);
void draw_palette(Desk& desk);
void draw_statistics(Desk& desk);  ///< a window while the model shows it

/// Which checkpoint recognises which dream of the filmstrip; a window while the model shows it.
void draw_cross_scores(Desk& desk);

class FilmJob;
/// The window of a video that is dreamt upon, while the model shows it.
void draw_film(Desk& desk, FilmJob& job);

class School;
/// The training's window, while the model shows it.
void draw_school(Desk& desk, School& school);

}  // namespace birddream::ui
