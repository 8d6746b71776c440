#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/commands.h"
#include "app/info_text.h"
#include "base/formatted.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct InfoOptions {
  fs::path file;
  bool json = false;
};

Result<FileInfo> look(const fs::path& file) {
  std::error_code problem;
  if (fs::is_directory(file, problem)) return series_info(file);
  if (!fs::exists(file, problem)) return Error{file.string() + ": no such file or folder."};
  const std::string extension = file.extension().string();
  if (extension == ".safetensors") return weights_info(file);
  if (extension == ".png" || extension == ".PNG") return picture_info(file);
  if (file.filename() == "series.json")
    return series_info(file.has_parent_path() ? file.parent_path() : fs::path("."));
  if (extension == ".json") return session_info(file);
  if (extension == ".pt") return model_info(file);
  return Error{file.string() +
               ": not a kind of file that birddream knows. It reads pictures (.png), weights "
               "(.safetensors), folders of a series (series.json), sessions (.json) and classifiers of your "
               "own (.pt)."};
}

Outcome tell(const InfoOptions& options) {
  const auto info = look(options.file);
  if (!info) return failed(info.error());
  if (options.json) {
    std::printf("%s\n", info->json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else {
    std::fputs(info->text.c_str(), stdout);
  }
  return done();
}

}  // namespace

std::string size_text(std::uintmax_t bytes) {
  const auto amount = static_cast<double>(bytes);
  if (bytes >= 1'000'000) return formatted("%.1f MB", amount / 1e6);
  if (bytes >= 1'000) return formatted("%.1f kB", amount / 1e3);
  return formatted("%ju bytes", bytes);
}

void add_info_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App* command = program.add_subcommand("info", "What a picture, weights, a series or a session holds");
  command
      ->add_option("FILE", options->file,
                   "A birddream PNG, a .safetensors file, a folder with series.json, a session's JSON, or a "
                   "classifier of your own (.pt)")
      ->required();
  command->add_flag("--json", options->json, "As JSON");
  command->footer("A picture by birddream tells its recipe; birddream dream --like FILE repeats it.");
  command->callback([options, &chosen] { chosen = [options] { return tell(*options); }; });
}

}  // namespace birddream::app
