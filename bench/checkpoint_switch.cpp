// What it costs a living dream to move along a series: the next step's time with a move before it, less a
// step's own; and what a filmstrip of all checkpoints costs beside as many steps of one, and in memory. On
// one thread less than there are (OMP_NUM_THREADS), as in the window. Medians.
//   checkpoint_switch SERIES_FOLDER [PRECISION] [SIDE]
#include <ATen/Parallel.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "checkpoint/place.h"
#include "dream/network_stepper.h"
#include "dream/stepper.h"

namespace {

using namespace birddream;

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times.empty() ? 0 : times[times.size() / 2];
}

/// ms
template <class Work>
double timed(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return 1000 * std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Of this process, MiB.
double resident() {
  std::ifstream file("/proc/self/statm");
  long all = 0, resident = 0;
  file >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// A dream under each of the checkpoints, a step of each in turn: ms for all of them.
double filmstrip(const dream::Stepper& main, int count, const recipe::DreamParams& params) {
  std::vector<std::unique_ptr<dream::Stepper>> dreams;
  for (int i = 0; i < count; ++i) {
    dreams.push_back(main.another().value());
    if (!dreams.back()->load(checkpoint::place_at(i)) || !dreams.back()->restart(params)) return 0;
  }
  std::vector<double> rounds;
  for (int i = 0; i < 24; ++i) {
    rounds.push_back(timed([&] {
      for (const auto& dream : dreams) (void)dream->step().value();
    }));
  }
  return median(rounds);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "assets/birds";
  const std::string precision = argc > 2 ? argv[2] : "auto";
  const int side = argc > 3 ? std::atoi(argv[3]) : 128;
  const auto series = checkpoint::load_series(folder);
  if (!series) return std::fprintf(stderr, "%s\n", series.error().message.c_str()), 1;
  const auto stepper = dream::network_stepper(*series, "cpu", precision)().value();
  const int last = static_cast<int>(series->checkpoints.size()) - 1;
  recipe::DreamParams params;
  params.width = params.height = side;
  params.redirect_relu_steps = 0;
  params.targets[0].species = series->classes.front().name;
  const auto go = [&](const checkpoint::Place& place) {
    return timed([&] {
      if (const Status loaded = stepper->load(place); !loaded)
        std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
      (void)stepper->step().value();
    });
  };
  if (!stepper->load(checkpoint::place_at(last))) return 1;
  if (!stepper->restart(params)) return 1;
  std::vector<double> standing, first, back, between;
  (void)stepper->step().value();  // and begins to read ahead
  std::this_thread::sleep_for(std::chrono::seconds(12));
  for (int i = 0; i < 60; ++i) standing.push_back(timed([&] { (void)stepper->step().value(); }));
  for (int i = 0; i < last; ++i) first.push_back(go(checkpoint::place_at(i)));
  for (int i = 0; i < 30; ++i) back.push_back(go(checkpoint::place_at(i % 2)));
  for (int i = 1; i < 60; ++i)
    between.push_back(go(checkpoint::place_between(last - 1, last, static_cast<float>(i) / 60)));
  const double step = median(standing);
  std::printf("%s, %s, %d px, %d threads, ms\n", series->name.c_str(), stepper->info().precision.c_str(),
              side, at::get_num_threads());
  std::printf("  step                               %7.2f\n", step);
  std::printf("  first visit of what is in memory  +%7.2f\n", median(first) - step);
  std::printf("  back to what was visited          +%7.2f\n", median(back) - step);
  std::printf("  another blend each step           +%7.2f\n", median(between) - step);
  const double before = resident();
  const double all = filmstrip(*stepper, last + 1, params);
  std::printf("  a step under each of %d            %7.2f, %.2f times as many of one\n", last + 1, all,
              all / (step * (last + 1)));
  std::printf("  memory, MiB                        %7.0f, with the filmstrip %.0f\n", before, resident());
}
