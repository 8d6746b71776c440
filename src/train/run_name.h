#pragma once

#include <string>

#include "train/trainer.h"

namespace birddream::train {

/// What makes a run this run, as one line: parameters, architecture, photos and which of them are held out,
/// processes, where it began, and `teachers` (" teachers=" and fingerprints, or nothing). Where photos lie
/// and what their folder is called does not count.
std::string name_of_run(const TrainJob& job, const std::string& teachers, int ranks);

/// Whether a state that was stored under one name may be gone on with under the other. States of before
/// teachers and photo lists were named are compared by what they do name.
bool is_same_run(const std::string& stored, const std::string& now);

/// What keeps it from that, for a person: "lr=0.005 there, lr=0.001 now; no prior there, prior=0.7 now".
std::string difference(const std::string& stored, const std::string& now);

}  // namespace birddream::train
