#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/headeronly/version.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/bench_case.h"
#include "app/commands.h"
#include "app/stop_signal.h"
#include "base/atomic_file.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/progress.h"
#include "base/spread.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr int warm_up = 3;

struct BenchOptions {
  std::vector<std::string> cases;
  int rounds = 15;
  std::string peer;
  bool compile = false;
  fs::path json;
};

struct Line {
  std::string name;
  double cosine = 0;  ///< of the gradient with the first contender's
  std::vector<double> milliseconds;
};

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

/// Billions of floating point operations a second of a large matrix product: what this machine can do.
double peak(at::ScalarType type) {
  constexpr int side = 1536;
  const at::Tensor a = at::rand({side, side}).to(type), b = at::rand({side, side}).to(type);
  std::vector<double> rates;
  for (int i = 0; i < 8; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    at::mm(a, b);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    rates.push_back(2.0 * side * side * side / seconds / 1e9);
  }
  return spread_of(rates).median;
}

double cosine(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor x = a.flatten().to(at::kDouble), y = b.flatten().to(at::kDouble);
  return (x.dot(y) / (x.norm() * y.norm())).item<double>();
}

Result<std::vector<Line>> measure(std::vector<Contender>& contenders, int rounds,
                                  std::vector<std::string>& problems, const char* name) {
  std::vector<Line> lines;
  at::Tensor reference;
  std::erase_if(contenders, [&](const Contender& one) {
    const auto gradient = one.gradient();
    if (!gradient) {
      problems.push_back(std::string(name) + ", " + one.name + ": " + gradient.error().message);
      return true;
    }
    if (!reference.defined()) reference = *gradient;
    lines.push_back({one.name, cosine(*gradient, reference), {}});
    return false;
  });
  // Turn by turn, so that what else happens on the machine falls on all of them.
  Progress progress(name, rounds, "rounds");
  for (int round = -warm_up; round < rounds && !stop_signal(); ++round) {
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const auto time = contenders[i].run();
      if (!time) return time.error();
      if (round >= 0) lines[i].milliseconds.push_back(*time);
    }
    progress.advance_to(std::max(round + 1, 0));
  }
  return lines;
}

ordered_json to_json(const BenchCase& bench, const std::vector<Line>& lines) {
  auto all = ordered_json::array();
  for (const Line& line : lines) {
    const Spread spread = spread_of(line.milliseconds);
    all.push_back({{"name", line.name},
                   {"cosine", line.cosine},
                   {"ms", {{"median", spread.median}, {"p5", spread.low}, {"p95", spread.high}}},
                   {"n", spread.count},
                   {"gflops", 4 * bench.gigamacs * bench.batch / spread.median * 1000}});
  }
  return {{"case", bench.name},   {"architecture", bench.architecture}, {"side", bench.side},
          {"batch", bench.batch}, {"gigamacs", bench.gigamacs},         {"contenders", all}};
}

void print(const BenchCase& bench, const std::vector<Line>& lines) {
  const auto eager = std::ranges::find(lines, "Python eager", &Line::name);
  const Line& base = eager == lines.end() ? lines.front() : *eager;
  const double slow = spread_of(base.milliseconds).median;
  std::printf("%s (%s, %d px, batch %d); times against %s\n", bench.name, bench.architecture, bench.side,
              bench.batch, base.name.c_str());
  for (const Line& line : lines) {
    const Spread spread = spread_of(line.milliseconds);
    std::printf("  %-24s %8.2f ms  (%.2f to %.2f)  %6.2fx  gradient cosine %.5f\n", line.name.c_str(),
                spread.median, spread.low, spread.high, slow / spread.median, line.cosine);
  }
  std::fflush(stdout);
}

Outcome bench(const BenchOptions& options) {
  std::optional<BenchPeer> peer;
  if (!options.peer.empty()) {
    std::vector<std::string> command = {options.peer,
                                        (assets_dir().parent_path() / "bench/peers/peer.py").string(),
                                        "--threads", std::to_string(at::get_num_threads())};
    if (options.compile) command.push_back("--compile");
    auto started = BenchPeer::start(command);
    if (!started) return failed(started.error());
    peer.emplace(std::move(started).value());
  }
  const fs::path folder = fs::temp_directory_path() / ("birddream-bench-" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::vector<std::string> problems;
  auto results = ordered_json::array();
  for (const BenchCase& one : bench_cases()) {
    const bool wanted =
        options.cases.empty() || std::ranges::find(options.cases, one.name) != options.cases.end();
    if (!wanted || stop_signal()) continue;
    auto contenders = contenders_of(one, peer, folder, problems);
    if (!contenders) return failed(contenders.error());
    const auto lines = measure(*contenders, options.rounds, problems, one.name);
    if (!lines) return failed(lines.error());
    if (stop_signal()) break;
    print(one, *lines);
    results.push_back(to_json(one, *lines));
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  for (const std::string& problem : problems) log::warn(problem);
  if (options.json.empty()) return done();
  const ordered_json all = {
      {"machine", cpu_name()},
      {"threads", at::get_num_threads()},
      {"torch", std::to_string(TORCH_VERSION_MAJOR) + "." + std::to_string(TORCH_VERSION_MINOR)},
      {"peak_gflops", {{"float32", peak(at::kFloat)}, {"bfloat16", peak(at::kBFloat16)}}},
      {"problems", problems},
      {"cases", results}};
  const Status written = write_file_atomically(options.json, all.dump(1) + "\n");
  return written ? done() : failed(written.error());
}

}  // namespace

void add_bench_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command = program.add_subcommand("bench", "How fast a dream's network runs here, beside Python");
  std::vector<std::string> names;
  for (const BenchCase& one : bench_cases()) names.emplace_back(one.name);
  command->add_option("--case", options->cases, "Only these")->check(CLI::IsMember(names));
  command->add_option("--rounds", options->rounds, "Times each contender runs, turn by turn")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option(
      "--peer", options->peer,
      "A Python with PyTorch to measure beside it; bench/peers/setup.sh makes one and tells it");
  command->add_flag("--compile", options->compile, "torch.compile too; its first call takes minutes");
  command->add_option("--json", options->json, "Write all figures into this file");
  command->footer("Example: birddream bench --peer $(bench/peers/setup.sh) --json bench.json");
  command->callback([options, &chosen] { chosen = [options] { return bench(*options); }; });
}

}  // namespace birddream::app
