#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

/// A classifier of a user's own: a TorchScript file (torch.jit.script or trace, then save) with its
/// description beside it (checkpoint/script_model.h). It takes N x 3 x H x W float32, normalised as described
/// and, where a size is described, scaled to size x size (bilinear with antialiasing), and returns the
/// logits, N x classes. One tap: logits. ForwardOptions change nothing: what is inside it is the file's
/// affair, and it stays frozen, in evaluation mode. A TorchScript file is a program, and loading runs it:
/// open none that you do not trust.
///
/// One forward and backward pass on a small picture tries it out. Error: a missing or damaged file or
/// description; not as many logits as class names; probabilities, which hardly have a gradient; no gradient
/// at all. forward() throws c10::Error, naming file and size, when the network refuses a picture's size.
Result<std::shared_ptr<const Network>> load_script_network(const std::filesystem::path& file,
                                                           at::Device device);

}  // namespace birddream::net
