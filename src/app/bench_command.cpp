#include <ATen/Parallel.h>
#include <torch/headeronly/version.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/bench_case.h"
#include "app/bench_measure.h"
#include "app/commands.h"
#include "app/stop_signal.h"
#include "base/atomic_file.h"
#include "base/log.h"
#include "base/make_folder.h"
#include "base/paths.h"
#include "base/spread.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct BenchOptions {
  std::vector<std::string> cases;
  int rounds = 15;
  std::string peer;
  bool compile = false;
  fs::path json;
  bool keep = false;
};

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

ordered_json to_json(const Spread& spread) {
  return {{"median", spread.median}, {"p5", spread.low}, {"p95", spread.high}, {"n", spread.count}};
}

ordered_json to_json(const BenchCase& bench, const std::vector<BenchLine>& lines, const BenchPeaks& peaks) {
  auto all = ordered_json::array();
  for (const BenchLine& line : lines) {
    const Spread spread = spread_of(line.milliseconds);
    const double gigaflops = 4 * bench.gigamacs * bench.batch / spread.median * 1000;
    all.push_back({{"name", line.name},
                   {"cosine", line.cosine},
                   {"ms", to_json(spread)},
                   {"gflops", gigaflops},
                   {"share_of_peak", gigaflops / peaks.of(line.name).gigaflops().median}});
  }
  return {
      {"case", bench.name},
      {"architecture", bench.architecture},
      {"side", bench.side},
      {"batch", bench.batch},
      {"part", bench.preset == nullptr ? "network" : "step"},
      {"preset", bench.preset == nullptr ? "" : bench.preset},
      {"gigamacs", bench.gigamacs},
      {"peak_gflops",
       {{"float32", to_json(peaks.float32.gigaflops())}, {"bfloat16", to_json(peaks.bfloat16.gigaflops())}}},
      {"contenders", all}};
}

void print(const BenchCase& bench, const std::vector<BenchLine>& lines, const BenchPeaks& peaks) {
  const auto eager = std::ranges::find(lines, "Python eager", &BenchLine::name);
  const BenchLine& base = eager == lines.end() ? lines.front() : *eager;
  const double slow = spread_of(base.milliseconds).median;
  std::printf("%s (%s, %d px, batch %d); times against %s; convolutions reach %.0f and %.0f GFLOP/s\n",
              bench.name, bench.architecture, bench.side, bench.batch, base.name.c_str(),
              peaks.float32.gigaflops().median, peaks.bfloat16.gigaflops().median);
  for (const BenchLine& line : lines) {
    const Spread spread = spread_of(line.milliseconds);
    const double share =
        400 * bench.gigamacs * bench.batch / spread.median * 1000 / peaks.of(line.name).gigaflops().median;
    std::printf("  %-24s %8.2f ms  (%.2f to %.2f)  %6.2fx  %3.0f %% of peak  gradient cosine %.5f\n",
                line.name.c_str(), spread.median, spread.low, spread.high, slow / spread.median, share,
                line.cosine);
  }
  std::fflush(stdout);
}

/// What an earlier run wrote of cases that this one did not run.
ordered_json kept_cases(const fs::path& file, const ordered_json& now) {
  auto kept = ordered_json::array();
  std::ifstream text(file);
  const auto before = ordered_json::parse(text, nullptr, false);
  if (!before.is_object() || !before.contains("cases")) return kept;
  for (const auto& one : before["cases"]) {
    if (std::ranges::none_of(now, [&](const auto& other) { return other["case"] == one["case"]; }))
      kept.push_back(one);
  }
  return kept;
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
  if (const Status made = make_folder(folder); !made) return failed(made.error());
  std::vector<std::string> problems;
  auto results = ordered_json::array();
  for (const BenchCase& one : bench_cases()) {
    const bool wanted =
        options.cases.empty() || std::ranges::find(options.cases, one.name) != options.cases.end();
    if (!wanted || stop_signal()) continue;
    auto contenders = contenders_of(one, peer, folder, problems);
    if (!contenders) return failed(contenders.error());
    BenchPeaks peaks;
    const auto lines = measure(*contenders, peaks, options.rounds, one.name, problems);
    if (!lines) return failed(lines.error());
    if (stop_signal()) break;
    print(one, *lines, peaks);
    results.push_back(to_json(one, *lines, peaks));
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  for (const std::string& problem : problems) log::warn(problem);
  if (options.json.empty()) return done();
  if (options.keep) {
    for (const auto& one : kept_cases(options.json, results)) results.push_back(one);
  }
  const ordered_json all = {
      {"machine", cpu_name()},
      {"threads", at::get_num_threads()},
      {"torch", std::to_string(TORCH_VERSION_MAJOR) + "." + std::to_string(TORCH_VERSION_MINOR)},
      {"problems", problems},
      {"cases", results}};
  const Status written = write_file_atomically(options.json, all.dump(1) + "\n");
  return written ? done() : failed(written.error());
}

}  // namespace

void add_bench_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command = program.add_subcommand("bench", "How fast dreams run here, beside Python");
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
  command->add_flag("--keep", options->keep, "Leave in that file the cases that are not run now");
  command->footer("Example: birddream bench --peer $(bench/peers/setup.sh) --json bench.json");
  command->callback([options, &chosen] { chosen = [options] { return bench(*options); }; });
}

}  // namespace birddream::app
