#include <ATen/Parallel.h>

#include <algorithm>
#include <memory>

#include "app/bench_case.h"
#include "app/bench_measure.h"
#include "app/bench_report.h"
#include "app/commands.h"
#include "app/json_report.h"
#include "app/stop_signal.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/scratch_folder.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct BenchOptions {
  std::vector<std::string> cases;
  int rounds = 15;
  std::string peer;
  bool compile = false;
  fs::path json;
  bool keep = false;
};

Result<BenchPeer> start_peer(const BenchOptions& options) {
  std::vector<std::string> command = {options.peer,
                                      (assets_dir().parent_path() / "bench/peers/peer.py").string(),
                                      "--threads", std::to_string(at::get_num_threads())};
  if (options.compile) command.emplace_back("--compile");
  return BenchPeer::start(command);
}

Outcome stopped(const BenchOptions& options, const BenchReport& report) {
  if (options.json.empty() || report.is_empty()) return interrupted("Stopped.");
  return interrupted("Stopped; " + options.json.string() +
                     " holds what was measured until then, and keeps its other cases.");
}

Outcome bench(const BenchOptions& options) {
  const std::atomic<bool>& asked_to_stop = stop_signal();  // heard from here on
  if (const Status writable = check_report(options.json); !writable) return failed(writable.error());
  std::optional<BenchPeer> peer;
  if (!options.peer.empty()) {
    auto started = start_peer(options);
    if (!started) return failed(started.error());
    peer.emplace(std::move(started).value());
  }
  const auto folder = ScratchFolder::make_temporary("birddream-bench");  // of files that the peer reads
  if (!folder) return failed(folder.error());
  BenchReport report(options.json);
  std::vector<std::string> problems;
  std::size_t told = 0;
  for (const BenchCase& one : bench_cases()) {
    const bool wanted =
        options.cases.empty() || std::ranges::find(options.cases, one.name) != options.cases.end();
    if (!wanted) continue;
    auto contenders = contenders_of(one, peer, folder->path(), problems);
    if (asked_to_stop) return stopped(options, report);
    if (!contenders) return failed(contenders.error());
    BenchPeaks peaks;
    const auto lines = measure(*contenders, peaks, options.rounds, one.name, problems);
    if (asked_to_stop) return stopped(options, report);
    for (; told < problems.size(); ++told) log::warn(problems[told]);
    if (lines.empty()) continue;
    print(one, lines, peaks);
    report.add(one, lines, peaks);
    if (const Status written = report.write(problems, true); !written) return failed(written.error());
  }
  const Status written = report.write(problems, options.keep);
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
