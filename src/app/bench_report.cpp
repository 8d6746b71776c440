#include "app/bench_report.h"

#include <ATen/Parallel.h>
#include <oneapi/dnnl/dnnl.h>
#include <torch/headeronly/version.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>

#include "app/commit.h"
#include "app/json_report.h"
#include "base/formatted.h"
#include "base/spread.h"

namespace birddream::app {
namespace {

using nlohmann::ordered_json;

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

/// As it was given; words with spaces in them are not told apart.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string words{std::istreambuf_iterator<char>(file), {}};
  while (words.ends_with('\0')) words.pop_back();
  std::ranges::replace(words, '\0', ' ');
  return words;
}

/// UTC, as ISO 8601 has it.
std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

ordered_json about_this_run() {
  const dnnl_version_t* onednn = dnnl_version();
  return {{"date", now()},
          {"commit", commit},
          {"command", command_line()},
          {"machine", cpu_name()},
          {"threads", at::get_num_threads()},
          {"torch", formatted("%d.%d", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR)},
          {"onednn", formatted("%d.%d.%d", onednn->major, onednn->minor, onednn->patch)}};
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
      {"date", now()},
      {"commit", commit},
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

ordered_json cases_in(const std::filesystem::path& file) {
  std::ifstream text(file);
  const auto before = ordered_json::parse(text, nullptr, false);
  if (!before.is_object() || !before.contains("cases") || !before["cases"].is_array())
    return ordered_json::array();
  return before["cases"];
}

}  // namespace

BenchReport::BenchReport(std::filesystem::path file)
    : file_(std::move(file)),
      run_(about_this_run()),
      cases_(ordered_json::array()),
      earlier_(cases_in(file_)) {}

void BenchReport::add(const BenchCase& bench, const std::vector<BenchLine>& lines, const BenchPeaks& peaks) {
  cases_.push_back(to_json(bench, lines, peaks));
}

Status BenchReport::write(const std::vector<std::string>& problems, bool keep) const {
  ordered_json cases = cases_;
  for (const auto& one : earlier_) {
    const auto is_of_it = [&](const auto& other) { return other["case"] == one["case"]; };
    if (keep && one.contains("case") && std::ranges::none_of(cases_, is_of_it)) cases.push_back(one);
  }
  ordered_json all = run_;
  all["problems"] = problems;
  all["cases"] = std::move(cases);
  return write_report(file_, all);
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

}  // namespace birddream::app
