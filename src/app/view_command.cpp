#include "app/view_command.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <implot.h>

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "app/first_dream.h"
#include "app/load.h"
#include "app/preset_option.h"
#include "app/stop_signal.h"
#include "app/view_loop.h"
#include "base/log.h"
#include "base/paths.h"
#include "checkpoint/growing_series.h"
#include "dream/network_stepper.h"
#include "ui/desk.h"
#include "ui/model.h"
#include "ui/saver.h"
#include "ui/wishes.h"

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

fs::path settings_file() {
  const auto folder = config_dir();
  return folder ? *folder / "settings.json" : fs::path();
}

/// The dream begins while the window opens, so that the first frame shows a picture that moves. The window's
/// own first request is then the same. A tour begins where it says, a session brings its own.
void begin_early(engine::Engine& engine, const ViewOptions& options, const ui::Settings& first) {
  if (options.headless || !options.script.empty() || !options.session.empty()) return;
  const auto place = checkpoint::place_from_text(engine.series(), options.checkpoint);
  if (!place) return;  // said when the window begins
  engine::Request request;
  request.params = ui::ready(first.params);
  request.precision = first.precision;
  request.checkpoint = *place;
  ui::choose_known_species(engine.series(), request.params);
  engine.submit(std::move(request));
}

/// What the window begins with.
struct Opened {
  checkpoint::Series series;
  bool waits = false;  ///< for the first checkpoint of options.watch; `series` is another one meanwhile
};

int run(const ViewOptions& options, const Opened& opened) {
  const checkpoint::Series& series = opened.series;
  std::string notice;
  // A tour is the same wherever it is followed: from the defaults, and nothing of it is remembered.
  const bool apart = options.headless || !options.script.empty();
  const fs::path remembered = apart ? fs::path() : settings_file();
  ui::Settings settings = remembered.empty() ? ui::Settings() : ui::load_settings(remembered, notice);
  if (apart) settings.hints = false;
  settings.program = executable();
  settings.device = options.device;
  settings.presets_folder = presets_dir();
  if (const auto config = config_dir()) settings.layouts_folder = *config / "layouts";
  if (const auto cache = cache_dir()) settings.gallery_folder = *cache / "gallery";
  auto first = first_dream(options, series, std::move(settings));
  if (!first) {
    log::error(first.error().message);
    return 1;
  }
  std::optional<ui::ToldDream> dream;
  if (!options.session.empty()) {  // before there is a window that would wait for it
    auto told = ui::read_recipe(options.session, series, checkpoint::ClassIndex(series));
    if (!told) {
      log::error(told.error().message);
      return 1;
    }
    dream = std::move(told).value();
  }
  engine::Engine engine(series, dream::network_stepper(series, options.device, first->precision),
                        options.headless ? std::function<void()>() : gl::Window::wake);
  begin_early(engine, options, *first);
  const Interface interface;
  Session session{
      engine,      std::move(first).value(), std::move(notice), std::move(dream), remembered, options,
      opened.waits};
  const Result<ui::Settings> ended = options.headless ? run_headless(session) : run_window(session);
  if (!ended) {
    log::error(ended.error().message);
    return 1;
  }
  if (!remembered.empty()) {
    if (const Status saved = ui::save_settings(remembered, ui::to_text(*ended)); !saved)
      log::warn(saved.error().message);
  }
  return 0;
}

/// Whether something is asked for that only the series itself can tell.
bool asks_of_series(const ViewOptions& options) {
  return options.headless || !options.script.empty() || !options.session.empty() ||
         !options.species.empty() || options.checkpoint != ViewOptions().checkpoint;
}

Result<Opened> open(const ViewOptions& options) {
  const auto shown = [&options](bool waits) -> Result<Opened> {
    auto series = open_series(NetworkChoice{.series = options.series, .model = options.model});
    if (!series) return series.error();
    return Opened{std::move(series).value(), waits};
  };
  if (options.watch.empty()) return shown(false);
  // A training that is watched may not have written its first checkpoint yet.
  std::string said;
  while (!stop_signal()) {
    auto growing = checkpoint::load_growing_series(options.watch);
    if (growing) return Opened{std::move(growing->series)};
    if (!asks_of_series(options)) return shown(true);
    if (said != growing.error().message)
      log::info("waiting for the first checkpoint; " + growing.error().message);
    said = growing.error().message;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return Error{"Stopped while waiting for a training in " + options.watch.string() + "."};
}

}  // namespace

int view_command(const ViewOptions& options) {
  const auto opened = open(options);
  if (!opened) {
    log::error(opened.error().message);
    return 1;
  }
  return run(options, *opened);
}

}  // namespace birddream::app
