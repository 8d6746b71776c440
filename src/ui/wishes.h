#pragma once

#include <vector>

#include "engine/engine.h"
#include "ui/desk.h"

namespace birddream::ui {

/// What can be dreamt of: a guide that has no photo yet is its layer until then, a start without one gray.
recipe::DreamParams ready(recipe::DreamParams params);

/// All that the desk as it stands wants of the engine; `gallery`: the small dreams that the gallery wants.
engine::Request wishes_of(const Desk& desk, std::vector<engine::SideWish> gallery);

/// Whether the later one asks for anything else.
bool same_wishes(const engine::Request& a, const engine::Request& b);

}  // namespace birddream::ui
