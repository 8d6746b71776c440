#include "app/dream_job.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "app/flock.h"
#include "app/growth.h"
#include "app/param_text.h"
#include "app/repeat.h"
#include "image/png.h"
#include "record/snapshot.h"
#include "record/video_writer.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using recipe::DreamParams;

constexpr std::string_view placeholder = "{species}";

// "bald eagle" -> "bald_eagle", for file names.
std::string file_word(std::string name) {
  std::ranges::replace_if(
      name, [](unsigned char c) { return c == ' ' || c == '/' || c == '%' || c < 0x20; }, '_');
  return name;
}

fs::path with_species(const fs::path& output, const std::string& species) {
  std::string name = output.filename().string();
  const std::string word = file_word(species);
  for (auto at = name.find(placeholder); at != std::string::npos;
       at = name.find(placeholder, at + word.size())) {
    name.replace(at, placeholder.size(), word);
  }
  return output.parent_path() / name;
}

std::string label_of(const DreamParams& params) {
  const recipe::Target& target = params.targets.front();
  return is_of_class(target.kind) ? target.species : target_text(target);
}

// A sheet of several dreams has no one recipe to carry.
Status write_still(const LoadedNetwork& loaded, const DreamJob& job, const image::Rgb8& picture) {
  if (job.recipes.size() > 1) return image::write_png(job.output, picture);
  return record::write_snapshot(job.output, picture,
                                provenance_of(loaded, job.recipes.front(), job.steps, job.scale));
}

}  // namespace

Status check_kind(const fs::path& output) {
  if (output.extension() == ".png" || record::is_video_path(output)) return {};
  return Error{"-o " + output.string() +
               ": write a picture (.png), a video (.mp4, .mkv, .webm, .gif), or single frames "
               "(folder/ or x_%04d.png)."};
}

Status check_folder(const fs::path& output) {
  if (!output.has_filename()) return {};  // a folder of frames is made
  const fs::path folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return Error{output.string() + ": the folder " + folder.string() +
                 " does not exist. Make it first, or choose another."};
  }
  if (::access(folder.c_str(), W_OK) != 0) {
    return Error{output.string() +
                 ": no permission to write here. Choose another folder or change its permissions."};
  }
  return {};
}

std::vector<DreamJob> plan(const DreamOptions& options, const DreamParams& params,
                           const std::vector<std::string>& species, int steps, int scale) {
  std::vector<DreamParams> recipes;
  recipes.reserve(species.size());
  for (const std::string& name : species) recipes.push_back(aimed_at(params, name));
  if (recipes.empty()) recipes.push_back(params);
  const bool apart = options.output.filename().string().find(placeholder) != std::string::npos;
  DreamJob sheet{{}, {}, steps, scale, options.output};
  std::vector<DreamJob> jobs;
  for (DreamParams& one : recipes) {
    const std::string label = label_of(one);
    if (apart) {
      jobs.push_back({{std::move(one)}, {label}, steps, scale, with_species(options.output, label)});
    } else {
      sheet.recipes.push_back(std::move(one));
      sheet.labels.push_back(label);
    }
  }
  if (!apart) jobs.push_back(std::move(sheet));
  return jobs;
}

Status carry_out(const LoadedNetwork& loaded, const DreamOptions& options, const DreamJob& job) {
  auto flock = Flock::begin(loaded, job.recipes, job.labels);
  if (!flock) return flock.error();
  announce(loaded.device);
  const bool video = record::is_video_path(job.output);
  Film film = options.film;
  if (video) film.file = job.output;
  const std::string title =
      job.labels.size() == 1 ? job.labels.front() : std::to_string(job.labels.size()) + " dreams";
  const auto filmed = grow(*flock, job.steps, film, job.scale, title);
  if (!filmed) return filmed.error();
  if (video) {
    std::printf("%s\n", filmed->c_str());
    return {};
  }
  const auto picture = flock->picture(job.scale);
  if (!picture) return picture.error();
  if (Status written = write_still(loaded, job, *picture); !written) return written;
  std::printf("%s: %dx%d, %d steps\n", job.output.c_str(), picture->width, picture->height, job.steps);
  return {};
}

}  // namespace birddream::app
