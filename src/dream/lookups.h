#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace birddream::net {
class Network;
}

namespace birddream::dream {

/// Finds the class index of a Target's species name; bound to a series by the caller.
using ClassLookup = std::function<Result<int>(const std::string& species)>;

/// Finds the network of a Target's checkpoint; bound to a series by the caller.
using NetworkLookup =
    std::function<Result<std::shared_ptr<const net::Network>>(const std::string& checkpoint)>;

}  // namespace birddream::dream
