#include "engine/engine.h"

#include <utility>

#include "engine/worker.h"

namespace birddream::engine {

recipe::DreamParams params_in_force(recipe::DreamParams params, bool endless) {
  if (endless) params.cooldown = 0;
  return params;
}

recipe::DreamParams params_in_force(const Request& request) {
  return params_in_force(request.params, request.endless);
}

Engine::Engine(checkpoint::Series series, dream::StepperFactory make_stepper, std::function<void()> on_frame)
    : worker_(std::make_unique<Worker>(std::move(series), std::move(make_stepper), std::move(on_frame))) {}

Engine::~Engine() = default;

const checkpoint::Series& Engine::series() const {
  return worker_->series;
}

std::uint64_t Engine::submit(Request request) {
  const std::uint64_t generation = ++worker_->generations;
  request.generation = generation;
  worker_->inbox.put(std::move(request));
  return generation;
}

std::shared_ptr<const Frame> Engine::take_frame() {
  return worker_->outbox.take().value_or(nullptr);
}

std::shared_ptr<const SideFrame> Engine::take_side_frame() {
  return worker_->side_outbox.take().value_or(nullptr);
}

std::vector<LoggedStep> Engine::take_steps() {
  return worker_->records.take_log();
}

KeptPictures Engine::take_pictures(std::uint64_t recording, std::size_t most) {
  return worker_->pictures.take(recording, most);
}

void Engine::end_pictures(std::uint64_t recording) {
  worker_->pictures.end(recording);
}

Timeline Engine::timeline() const {
  return worker_->records.timeline();
}

EngineInfo Engine::info() const {
  return worker_->records.info();
}

}  // namespace birddream::engine
