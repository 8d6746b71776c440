#include "app/view_command.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <implot.h>

#include <chrono>
#include <memory>
#include <thread>

#include "app/load.h"
#include "app/preset_option.h"
#include "app/showcase.h"
#include "app/stop_signal.h"
#include "app/view_loop.h"
#include "base/log.h"
#include "base/paths.h"
#include "checkpoint/growing_series.h"
#include "dream/network_stepper.h"
#include "recipe/presets.h"
#include "ui/desk.h"
#include "ui/model.h"
#include "ui/saver.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

/// ImGui and ImPlot for one scope.
class Interface {
 public:
  Interface() {
    ImGui::CreateContext();
    ImPlot::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigFlags |= ImGuiConfigFlags_DockingEnable;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
  }
  ~Interface() {
    ImPlot::DestroyContext();
    ImGui::DestroyContext();
  }
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;
};

// What the command line names wins over what was remembered.
Status apply_options(const ViewOptions& options, const checkpoint::Series& series, ui::Settings& settings) {
  if (!options.preset.empty()) {
    const auto preset = named_preset(options.preset);
    if (!preset) return preset.error();
    settings.params = recipe::apply_preset(*preset, settings.params);
    settings.preset = preset->name;
  }
  if (!options.species.empty()) {
    const auto found = checkpoint::find_class(series, options.species);
    if (!found) return found.error();
    ui::Model model;
    model.params = settings.params;
    ui::pick_species(model, series.classes[static_cast<std::size_t>(*found)].name);
    settings.params = model.params;
  }
  return {};
}

fs::path settings_file() {
  const auto folder = config_dir();
  return folder ? *folder / "settings.json" : fs::path();
}

/// The dream begins while the window opens, so that the first frame shows a picture that moves. The window's
/// own first request is then the same. A tour begins where it says, a session brings its own.
void begin_early(engine::Engine& engine, const ViewOptions& options, const recipe::DreamParams& params) {
  if (options.headless || !options.script.empty() || !options.session.empty()) return;
  const auto place = checkpoint::place_from_text(engine.series(), options.checkpoint);
  if (!place) return;  // said when the window begins
  engine::Request request;
  request.params = params;
  request.checkpoint = *place;
  ui::choose_known_species(engine.series(), request.params);
  engine.submit(std::move(request));
}

int run(const ViewOptions& options, const checkpoint::Series& series) {
  std::string notice;
  // A tour is the same wherever it is followed: from the defaults, and nothing of it is remembered.
  const bool apart = options.headless || !options.script.empty();
  const fs::path remembered = apart ? fs::path() : settings_file();
  ui::Settings settings = remembered.empty() ? ui::Settings() : ui::load_settings(remembered, notice);
  if (apart) settings.hints = false;
  settings.program = executable();
  settings.presets_folder = presets_dir();
  if (const auto config = config_dir()) settings.layouts_folder = *config / "layouts";
  if (const auto cache = cache_dir()) settings.gallery_folder = *cache / "gallery";
  if (settings.preset == "birds" && settings.params.targets == recipe::DreamParams().targets)
    settings.params = recipe::built_in_presets().front().params;
  if (const Status good = apply_options(options, series, settings); !good) {
    log::error(good.error().message);
    return 1;
  }
  // A first start; a dream of layers that was remembered stays one.
  const bool of_class = recipe::is_of_class(settings.params.targets.front().kind);
  if (of_class && ui::species_of(settings.params).empty()) {
    ui::Model model;
    model.params = settings.params;
    const auto birds = good_dreamers(series, 1);
    if (!birds.empty()) {
      ui::pick_species(model, birds.front().species);
      if (model.params.seed == recipe::DreamParams().seed) model.params.seed = birds.front().seed;
    }
    settings.params = model.params;
  }
  engine::Engine engine(series, dream::network_stepper(series, options.device, options.precision),
                        options.headless ? std::function<void()>() : gl::Window::wake);
  begin_early(engine, options, settings.params);
  const Interface interface;
  Session session{engine, std::move(settings), std::move(notice), options};
  const Result<ui::Settings> ended = options.headless ? run_headless(session) : run_window(session);
  if (!ended) {
    log::error(ended.error().message);
    return 1;
  }
  if (!remembered.empty()) {
    if (const Status saved = ui::save_settings(remembered, *ended); !saved) log::warn(saved.error().message);
  }
  return 0;
}

// A training that is watched may not have written its first checkpoint yet.
Result<checkpoint::Series> wait_for_series(const fs::path& folder) {
  std::string said;
  while (!stop_signal()) {
    auto growing = checkpoint::load_growing_series(folder);
    if (growing) return std::move(growing->series);
    if (said != growing.error().message)
      log::info("waiting for the first checkpoint; " + growing.error().message);
    said = growing.error().message;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return Error{"Stopped while waiting for a training in " + folder.string() + "."};
}

}  // namespace

int view_command(const ViewOptions& options) {
  const auto series = options.watch.empty()
                          ? open_series(NetworkChoice{.series = options.series, .model = options.model})
                          : wait_for_series(options.watch);
  if (!series) {
    log::error(series.error().message);
    return 1;
  }
  return run(options, *series);
}

}  // namespace birddream::app
