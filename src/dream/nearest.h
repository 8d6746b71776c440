#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "dream/step_report.h"
#include "dream/tiles.h"
#include "net/network.h"

namespace birddream::dream {

/// The `count` classes that a picture is most like, most alike first: by the cosine between what the network
/// makes of the picture before its last layer and the weights with which that layer looks for a class. Unlike
/// a logit it knows no bias and no strength, so it says what kind of thing a picture is when it is hardly
/// there yet. (Training turns those weights towards the mean of the class's photos: Papyan, Han and Donoho
/// 2020.) `picture`: 1 x 3 x H x W, seen by
/// tiles of that side. Empty where the network does not tell its last weights.
std::vector<Similar> nearest_classes(const net::Network& network, const at::Tensor& picture, int count,
                                     int tile = seen_whole);

}  // namespace birddream::dream
