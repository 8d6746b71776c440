#include <unistd.h>

#include <cstdio>
#include <memory>

#include "app/checkpoint_argument.h"
#include "app/commands.h"
#include "app/series_folder.h"
#include "app/stop_signal.h"
#include "base/number_from.h"
#include "base/progress.h"
#include "base/scratch_folder.h"
#include "checkpoint/difference.h"
#include "checkpoint/series.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct PackOptions {
  std::vector<std::string> checkpoints;
  fs::path out;
  fs::path base;
  fs::path measured;
  std::string name;
  int bits = 5;
};

/// One checkpoint as asked for: RUN/FILE[@BITS][=TITLE][#LANE].
struct Wish {
  fs::path file;
  int bits;
  std::string title;
  std::string lane;
};

Result<Wish> read_wish(const std::string& text, int bits) {
  auto [file, rest] = split_argument(text, "@=#");
  Wish wish{std::move(file), bits, "", ""};
  if (const auto hash = rest.rfind('#'); hash != std::string::npos) {
    wish.lane = rest.substr(hash + 1);
    rest.resize(hash);
  }
  if (const auto equals = rest.find('='); equals != std::string::npos) {
    wish.title = rest.substr(equals + 1);
    rest.resize(equals);
  }
  if (rest.empty()) return wish;
  const auto said = number_from<int>(std::string_view(rest).substr(1));
  if (!said || *said < checkpoint::fewest_bits || *said > checkpoint::most_bits) {
    return Error{"'" + text + "': after @ stands the number of bits, " +
                 std::to_string(checkpoint::fewest_bits) + " to " + std::to_string(checkpoint::most_bits) +
                 "."};
  }
  wish.bits = *said;
  return wish;
}

/// Takes the figures of the checkpoints of the same files there: weights that were trained on all photos are
/// told by those of a twin that some were kept from.
Status take_figures(const fs::path& twin, checkpoint::Series& packed) {
  const auto measured = checkpoint::load_series(twin);
  if (!measured) return measured.error();
  for (checkpoint::CheckpointInfo& info : packed.checkpoints) {
    const auto* found = checkpoint::find_checkpoint(*measured, info.file);
    if (found == nullptr) return Error{twin.string() + ": no " + info.file + " is in that series."};
    info.metrics = found->metrics;
  }
  return {};
}

/// A checkpoint to write: where from, as which entry of the series.
struct Packing {
  fs::path file;
  int bits;
};

/// Adds what is wished for to `packed`, whose classes must be the same; nothing is written yet.
Result<Packing> add(const Wish& wish, checkpoint::Series& packed) {
  const auto run = checkpoint::load_series(wish.file.parent_path());
  if (!run) return run.error();
  const auto* found = checkpoint::find_checkpoint(*run, wish.file.filename().string());
  std::error_code ignored;
  if (found == nullptr) return Error{wish.file.string() + ": the series there does not name this file."};
  if (!fs::is_regular_file(wish.file, ignored)) return Error{wish.file.string() + ": there is no such file."};
  if (packed.classes.empty()) {
    packed.architecture = run->architecture;
    packed.classes = run->classes;
  }
  if (packed.architecture != run->architecture)
    return Error{wish.file.string() + ": another architecture than the checkpoints before it."};
  if (!checkpoint::same_classes(packed.classes, run->classes))
    return Error{wish.file.string() + ": its classes are not those of the checkpoints before it."};
  checkpoint::CheckpointInfo info = *found;
  const auto taken = [&] { return checkpoint::find_checkpoint(packed, info.file) != nullptr; };
  // Trainings name their files by epoch, so those of two may be called the same; a title tells them apart.
  const bool fit_for_a_file = !wish.title.empty() && wish.title.find('/') == std::string::npos;
  if (taken() && fit_for_a_file) info.file = wish.title + ".safetensors";
  if (taken()) return Error{info.file + ": two checkpoints of this name; =TITLE gives one another."};
  if (!wish.title.empty()) info.title = wish.title;
  if (!wish.lane.empty()) info.mode = wish.lane;
  packed.checkpoints.push_back(std::move(info));
  return Packing{wish.file, wish.bits};
}

/// Beside the folder, so that what differences say of their base's place holds in both.
fs::path staging_for(const fs::path& folder) {
  std::error_code ignored;
  fs::path path = fs::absolute(folder, ignored);
  if (path.filename() == "." || path.filename() == "..") path = path.lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  path += ".part" + std::to_string(::getpid());
  return path;
}

/// Weights, then the series.json that names them.
Status move_into(const fs::path& folder, const checkpoint::Series& staged) {
  std::vector<std::string> names;
  for (const auto& info : staged.checkpoints) names.push_back(info.file);
  names.emplace_back(checkpoint::series_file);
  for (const std::string& name : names) {
    std::error_code problem;
    fs::rename(staged.folder / name, folder / name, problem);
    if (problem)
      return Error{(folder / name).string() + ": cannot be put in its place (" + problem.message() + ")."};
  }
  return {};
}

Outcome pack(const PackOptions& options) {
  checkpoint::Series packed;
  packed.name = options.name;
  std::vector<Packing> packings;
  for (const std::string& text : options.checkpoints) {
    const auto wish = read_wish(text, options.bits);
    if (!wish) return wrong_usage(wish.error().message);
    auto added = add(*wish, packed);
    if (!added) return failed(added.error());
    packings.push_back(std::move(added).value());
  }
  if (!options.measured.empty()) {
    if (const Status taken = take_figures(options.measured, packed); !taken) return failed(taken.error());
  }
  const auto held = take_series_folder(options.out, [&](const checkpoint::CheckpointInfo& there) {
    return checkpoint::is_difference(options.out / there.file);
  });
  if (!held) return failed(held.error());
  // The old series stays whole until the new one is.
  const auto staging = ScratchFolder::make(staging_for(options.out));
  if (!staging) return failed(staging.error());
  packed.folder = staging->path();
  {
    Progress progress("pack", static_cast<int>(packings.size()), "checkpoints");
    for (std::size_t i = 0; i < packings.size(); ++i) {
      if (stop_signal()) return interrupted("Stopped; nothing was written.");
      const Status written = checkpoint::write_difference(
          packings[i].file, options.base, packed.folder / packed.checkpoints[i].file, packings[i].bits);
      if (!written) return failed(written.error());
      progress.advance_to(static_cast<int>(i) + 1);
    }
  }
  if (const Status saved = checkpoint::save_series(packed); !saved) return failed(saved.error());
  if (const Status moved = move_into(options.out, packed); !moved) return failed(moved.error());
  for (const auto& info : packed.checkpoints) {
    std::error_code ignored;
    const fs::path file = options.out / info.file;
    std::printf("%s: %.1f MB\n", file.c_str(), static_cast<double>(fs::file_size(file, ignored)) / 1e6);
  }
  return done();
}

}  // namespace

void add_pack_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<PackOptions>();
  CLI::App* command =
      program.add_subcommand("pack", "Checkpoints of several trainings into one small series");
  command
      ->add_option(
          "CHECKPOINT", options->checkpoints,
          "RUN/FILE[@BITS][=TITLE][#LANE], in the order of the series; the last one is what is dreamt with "
          "unless another is named")
      ->required();
  command
      ->add_option("-o,--out", options->out, "Series folder to write; one that was packed before is replaced")
      ->required();
  command->add_option("--base", options->base, "Weights that all are stored as differences from")->required();
  command->add_option("--name", options->name, "What the series is called")->required();
  command->add_option("--measured", options->measured,
                      "Series packed likewise, of trainings with photos held out: take the figures there");
  command->add_option("--bits", options->bits, "A weight, where @BITS does not say otherwise")
      ->check(CLI::Range(checkpoint::fewest_bits, checkpoint::most_bits))
      ->capture_default_str();
  command->footer(
      "The further a checkpoint is from the base, the more bits it needs: 4 to 6 for trainings that began "
      "there.\n"
      "Example: birddream pack runs/a/full-1.safetensors@4 runs/a/full-12.safetensors -o birds --name Birds\n"
      "         --base assets/imagenet/googlenet.safetensors");
  command->callback([options, &chosen] { chosen = [options] { return pack(*options); }; });
}

}  // namespace birddream::app
