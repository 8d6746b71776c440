#pragma once

#include "app/bench_case.h"

namespace birddream::app {

/// The network's part of a step by LibTorch's autograd and by plans.
std::vector<Contender> network_contenders(const BenchSubject& subject, std::vector<std::string>& problems);

}  // namespace birddream::app
