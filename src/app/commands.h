#pragma once

#include <CLI/CLI.hpp>

#include "app/outcome.h"

/// Each adds one subcommand to the program; when the command line names it, `chosen` becomes what it does.
namespace birddream::app {

void add_view_command(CLI::App& program, Action& chosen);
void add_dream_command(CLI::App& program, Action& chosen);
void add_classify_command(CLI::App& program, Action& chosen);
void add_info_command(CLI::App& program, Action& chosen);
void add_video_command(CLI::App& program, Action& chosen);
void add_convert_command(CLI::App& program, Action& chosen);
void add_species_command(CLI::App& program, Action& chosen);
void add_tile_command(CLI::App& program, Action& chosen);
void add_presets_command(CLI::App& program, Action& chosen);
void add_train_command(CLI::App& program, Action& chosen);
void add_pack_command(CLI::App& program, Action& chosen);
void add_blend_command(CLI::App& program, Action& chosen);
void add_rebalance_command(CLI::App& program, Action& chosen);
void add_render_command(CLI::App& program, Action& chosen);
void add_sheet_command(CLI::App& program, Action& chosen);
void add_score_command(CLI::App& program, Action& chosen);
void add_evaluate_command(CLI::App& program, Action& chosen);
void add_bench_command(CLI::App& program, Action& chosen);
void add_params_command(CLI::App& program, Action& chosen);
void add_showcase_command(CLI::App& program, Action& chosen);

/// What the program does when no subcommand is named: the window, or without a display the showcase.
Outcome run_without_command();

}  // namespace birddream::app
