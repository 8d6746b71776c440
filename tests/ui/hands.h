#pragma once

#include "base/fresh_folder.h"
#include "ui/screen.h"  // first: it brings glad before other GL headers

#include <imgui_te_context.h>
#include <imgui_te_engine.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "ui/bench_series.h"
#include "ui/painting_stepper.h"
#include "ui/workbench.h"

namespace birddream::ui {

/// The whole interface on a real engine, with simulated hands: ImGui's Test Engine moves a mouse and presses
/// keys, the engine's thread paints (PaintingStepper) instead of dreaming.
class Hands : public ::testing::Test {
 protected:
  using Play = std::function<void(ImGuiTestContext*)>;

  void SetUp() override { begin(1); }
  void begin(int checkpoints);
  void begin_with(const std::function<void(Settings&)>& change, int checkpoints = 1) {
    change_settings_ = change;
    begin(checkpoints);
  }
  void TearDown() override;

  /// Plays what hands do. Runs beside the frames; what the test checks stays in the test's own thread, before
  /// and after.
  void play(const Play& hands);
  /// Until files that are read and written in the background are done; play() ends with it.
  void settle();
  void drop(const std::vector<std::filesystem::path>& files);
  /// A disk that answers nobody until `answers`; play() must not end before, nor the test.
  void hold_disk(const std::atomic<bool>& answers);
  /// Draws frames until `wanted` says true, however long the engine's thread takes; false when it never does.
  bool draw_until(const std::function<bool()>& wanted);
  void draw(int frames);
  /// The window as it looks now.
  image::Rgb8 screenshot();
  /// Until the engine shows a frame of the newest request. What a test changed by itself is asked for first.
  bool obeyed() {
    draw(1);
    return draw_until([this] {
      const auto& frame = model().frame;
      return frame && frame->generation >= workbench->generation();
    });
  }

  /// Until the filmstrip has so many tiles.
  bool strip_has(std::size_t tiles) {
    return draw_until([&] { return model().beside && model().beside->tiles.size() == tiles; });
  }
  /// Until it has so many and each of them did this step; with `past`, at least this step.
  bool strip_at(std::size_t tiles, int step, bool past = false);

  Desk& desk() { return workbench->desk(); }
  Model& model() { return workbench->desk().model; }
  recipe::DreamParams& params() { return workbench->desk().model.params; }
  int step() { return model().frame ? model().frame->report.step : -1; }
  bool window_shown(const char* name);
  /// What was saved, by its ending.
  std::vector<std::filesystem::path> saved(const std::string& ending);
  std::string toast() { return desk().toasts.newest(); }

  FreshFolder folder;
  std::shared_ptr<Painting> painting;
  std::unique_ptr<Workbench> workbench;

 private:
  void draw_frame();

  std::unique_ptr<Screen> screen_;
  std::unique_ptr<engine::Engine> engine_;
  ImGuiTestEngine* tester_ = nullptr;
  const gl::UploadPath path_;
  std::function<void(Settings&)> change_settings_ = [](Settings&) {};
  int frames_ = 0;
  int plays_ = 0;
};

}  // namespace birddream::ui
