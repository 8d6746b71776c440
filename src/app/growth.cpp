#include "app/growth.h"

#include "app/stop_signal.h"
#include "base/progress.h"

namespace birddream::app {

Result<std::string> grow(Flock& flock, int steps, const Film& film, int scale, const std::string& title) {
  Camera camera([&] { return flock.picture(scale); }, film);
  if (const Status begun = camera.after_step(0, steps); !begun) return begun.error();
  Progress progress(title, steps);
  for (int step = flock.steps_done() + 1; step <= steps; ++step) {
    if (stop_signal()) return camera.broken_off(Error{"Stopped."});
    if (const Status stepped = flock.step(); !stepped) return camera.broken_off(stepped.error());
    if (const Status filmed = camera.after_step(step, steps); !filmed)
      return camera.broken_off(filmed.error());
    progress.advance_to(step);
  }
  return camera.finish();
}

}  // namespace birddream::app
