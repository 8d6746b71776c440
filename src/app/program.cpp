#include "app/program.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>

#include "app/commands.h"
#include "base/text.h"
#include "record/version.h"

namespace birddream::app {
namespace {

constexpr const char* description =
    "birddream: what a bird classifier dreams, and how training changes its dreams.\n"
    "Without a command it opens the window; without a display it writes a contact sheet and a video instead.";

constexpr const char* examples =
    "Examples:\n"
    "  birddream                                               the window\n"
    "  birddream view --species peacock                        the window, dreaming of a peacock\n"
    "  birddream dream --species flamingo -o flamingo.png      one picture, which carries its own recipe\n"
    "  birddream dream --species puffin --scale 4 -o p.mp4     its growth as a video\n"
    "  birddream dream --like flamingo.png -o again.png        the same picture again\n"
    "  birddream species hummingbird                           who can be dreamt of\n"
    "  birddream COMMAND --help                                all about one command\n"
    "Exit status: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl+C.";

// LibTorch's and CLI11's messages run over many lines; one is what a terminal and a log want. Names out of
// foreign files may also hold control characters, which a terminal would obey.
std::string one_line(std::string text) {
  if (const auto trace = text.find("\nException raised from"); trace != std::string::npos) text.erase(trace);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return printable(text);
}

int report(const Outcome& outcome) {
  if (outcome.code != 0 && !outcome.message.empty())
    std::fprintf(stderr, "birddream: %s\n", one_line(outcome.message).c_str());
  return outcome.code;
}

// "dreem" -> " Did you mean 'dream'?"
std::string suggestion(const CLI::App& program, int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return "";
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  if (std::ranges::find(names, argv[1]) != names.end()) return "";
  return did_you_mean(similar_names(argv[1], names, 3));
}

Outcome usage_error(const CLI::App& program, const CLI::ParseError& error, int argc,
                    const char* const* argv) {
  const auto chosen = program.get_subcommands();
  const std::string command = chosen.empty() ? "birddream" : "birddream " + chosen.front()->get_name();
  std::string message = one_line(error.what());
  if (!message.empty() && message.back() != '.') message += ".";
  return wrong_usage(message + suggestion(program, argc, argv) + " See " + command + " --help.");
}

Outcome act(const Action& action) {
  try {
    return action();
  } catch (const std::bad_alloc&) {
    return {1, "Out of memory. Try a smaller --size."};
  } catch (const std::exception& problem) {
    const std::string what = problem.what();
    const bool memory =
        what.find("out of memory") != std::string::npos || what.find("can't allocate") != std::string::npos;
    return {1, what + (memory ? " Try a smaller --size, or --device cpu." : "")};
  }
}

}  // namespace

int run(int argc, const char* const* argv) {
  CLI::App program(description, "birddream");
  program.footer(examples);
  program.set_version_flag("--version", std::string("birddream ") + record::program_version);
  program.require_subcommand(0, 1);
  // An option given twice: the later one counts, so that a command can be repeated with a change at its end.
  program.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  program.get_formatter()->column_width(34);
  Action action = run_without_command;
  add_view_command(program, action);
  add_dream_command(program, action);
  add_video_command(program, action);
  add_classify_command(program, action);
  add_info_command(program, action);
  add_convert_command(program, action);
  add_species_command(program, action);
  add_tile_command(program, action);
  add_presets_command(program, action);
  add_params_command(program, action);
  add_train_command(program, action);
  add_evaluate_command(program, action);
  add_bench_command(program, action);
  add_pack_command(program, action);
  add_blend_command(program, action);
  add_rebalance_command(program, action);
  add_render_command(program, action);
  add_sheet_command(program, action);
  add_score_command(program, action);
  add_showcase_command(program, action);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    return program.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return report(usage_error(program, error, argc, argv));
  }
  const int code = report(act(action));
  // A reader that went away (a closed pipe, a full disk) is a failure too, not a silent success.
  if (code == 0 && std::fflush(stdout) != 0) return report({1, "The output could not be written."});
  return code;
}

}  // namespace birddream::app
