#pragma once

#include <memory>

#include "gpu/device.h"
#include "net/network.h"

namespace birddream::gpu {

/// The same network, of which dreams are dreamt on the device: the network itself runs where it did, but
/// whoever can do a whole step there finds the device with split(). `network` itself where it has no graph.
std::shared_ptr<const net::Network> on_device(std::shared_ptr<const net::Network> network,
                                              std::shared_ptr<const Device> device);

struct Split {
  std::shared_ptr<const net::Network> network;  ///< what was given to on_device(), or what was asked about
  std::shared_ptr<const Device> device;         ///< null: dreams are dreamt where the network runs
};
Split split(const std::shared_ptr<const net::Network>& network);

}  // namespace birddream::gpu
