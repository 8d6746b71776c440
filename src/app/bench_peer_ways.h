#pragma once

#include "app/bench_case.h"

namespace birddream::app {

/// Adds what the peer can do in this case. `folder`: for files that it reads and writes. Error: it cannot at
/// all; single ways that cannot are told in `problems`.
Status add_peer_ways(BenchPeer& peer, const BenchSubject& subject, const std::filesystem::path& folder,
                     std::vector<Contender>& contenders, std::vector<std::string>& problems);

}  // namespace birddream::app
