#pragma once

#include <memory>
#include <string>

#include "checkpoint/series.h"
#include "dream/stepper.h"

namespace birddream::dream {

/// The real Stepper: the series' networks (ReadyNetworks), and a Dreamer on the device that
/// `device_wish` ("auto", "cpu", "cuda") leads to; on the CPU in the precision that `precision_wish` leads to
/// (plan::precision_from_text()). Error of the factory: unknown or missing device, unknown precision.
StepperFactory network_stepper(checkpoint::Series series, std::string device_wish,
                               std::string precision_wish = "auto");

}  // namespace birddream::dream
