#pragma once

#include "app/view_command.h"
#include "base/result.h"
#include "checkpoint/series.h"
#include "ui/settings.h"

namespace birddream::app {

/// What the window begins with: what was remembered, in it what the command line names, which wins, the
/// preset before the species before the seed before --set. A first start has nothing to remember: a species
/// that dreams well, with a seed that was looked at unless the preset brings its own. Error: a wrong name or
/// value.
Result<ui::Settings> first_dream(const ViewOptions& options, const checkpoint::Series& series,
                                 ui::Settings remembered);

}  // namespace birddream::app
