#pragma once

#include <functional>
#include <string>

#include "checkpoint/series.h"
#include "dream/stepper.h"
#include "record/session.h"

namespace birddream::app {

/// Dreams a session again, change by change at the same steps as it was steered, for `steps` steps: on the
/// same machine, device and number of threads the same pictures bit for bit. `shown` is called with the start
/// image (0) and after every step; an Error of its ends the replay. At its end the stepper also has what came
/// into force after the last step. Weights and a precision other than the session's are told once each, on
/// stderr. Error: a checkpoint that the series does not have, or what the stepper says.
/// `precision`: "auto": as the session tells; else that one throughout.
Status replay(dream::Stepper& stepper, const checkpoint::Series& series, const record::Session& session,
              int steps, const std::string& precision, const std::function<Status(int step)>& shown);

}  // namespace birddream::app
