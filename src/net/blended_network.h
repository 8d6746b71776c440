#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

/// The network of these graphs, made when it is first run as it is: where plans run it (graphs()) it never
/// need be. `like`: one of the blended networks, which has its taps and classes. forward() throws where
/// `make` gives an Error.
std::shared_ptr<const Network> blended_network(GraphBlend graphs, std::shared_ptr<const Network> like,
                                               std::function<Result<std::shared_ptr<const Network>>()> make);

}  // namespace birddream::net
