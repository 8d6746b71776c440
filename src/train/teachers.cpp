#include "train/teachers.h"

#include "net/weights.h"

namespace birddream::train {

Result<Teachers> load_teachers(const TrainJob& job) {
  Teachers teachers;
  for (const std::string& file : job.params.distillation.teachers) {
    const auto weights = net::load_weights(file);
    if (!weights) return weights.error();
    auto teacher = net::make_network(job.series.architecture, weights->tensors, job.device);
    if (!teacher) return Error{file + ": " + teacher.error().message};
    if ((*teacher)->classes() != static_cast<int>(job.series.classes.size()))
      return Error{file + ": the teacher knows " + std::to_string((*teacher)->classes()) +
                   " classes, here are " + std::to_string(job.series.classes.size()) + "."};
    teachers.networks.push_back(std::move(teacher).value());
    teachers.text += (teachers.text.empty() ? " teachers=" : ",") + weights->fingerprint;
  }
  return teachers;
}

}  // namespace birddream::train
