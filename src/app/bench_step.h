#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/bench_case.h"

namespace birddream::app {

/// Gives the subject its case's preset, with the class neuron as its objective and without what only the
/// first steps do, and the values of its picture as input.
void make_steps_of(BenchSubject& subject);

/// Whole steps by LibTorch's autograd and by hand around plans.
std::vector<Contender> step_contenders(const BenchSubject& subject, std::vector<std::string>& problems);

/// The recipe as bench/peers/peer.py wants it.
nlohmann::json recipe_for_peer(const recipe::DreamParams& recipe);

}  // namespace birddream::app
