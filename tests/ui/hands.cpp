#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {

using namespace std::chrono_literals;
namespace {

// Nobody waits so long: a test that gets here hangs. The engine's thread is nicer than everything else, and
// on a crowded machine it may not run for seconds.
constexpr auto patience = 120s;

}  // namespace

void Hands::begin(int checkpoints) {
  if (workbench) TearDown();
  screen_ = Screen::create(1280, 800);
  ASSERT_TRUE(screen_);
  tester_ = ImGuiTestEngine_CreateContext();
  ImGuiTestEngineIO& io = ImGuiTestEngine_GetIO(tester_);
  io.ConfigRunSpeed = ImGuiTestRunSpeed_Fast;
  io.ConfigFixedDeltaTime = 1.0F / 60;
  io.ConfigSavedSettings = false;
  io.ConfigCaptureEnabled = false;
  io.ConfigMouseDrawCursor = false;
  io.ConfigRestoreFocusAfterTests = false;
  io.ConfigVerboseLevelOnError = ImGuiTestVerboseLevel_Debug;
  io.ConfigLogToTTY = false;
  ImGuiTestEngine_Start(tester_, ImGui::GetCurrentContext());

  painting = std::make_shared<Painting>();
  painting->step_milliseconds = 1;
  engine_ = std::make_unique<engine::Engine>(
      bench_series(checkpoints),
      [shared = painting, checkpoints]() -> Result<std::unique_ptr<dream::Stepper>> {
        return std::unique_ptr<dream::Stepper>(std::make_unique<PaintingStepper>(shared, checkpoints));
      });
  Settings settings;
  settings.hints = false;
  settings.save_folder = folder / "saved";
  settings.gallery_folder = folder / "gallery";
  change_settings_(settings);
  auto made = Workbench::create(*engine_, path_, settings, 1.0F);
  ASSERT_TRUE(made) << made.error().message;
  workbench = std::move(made).value();
  pick_preset(model(), "birds");
  params().width = params().height = 64;
  params().steps = 100000;  // goes on until a test stops it
  ASSERT_TRUE(draw_until([this] { return step() > 0; }));
}

void Hands::TearDown() {
  workbench.reset();
  engine_.reset();
  if (tester_ != nullptr) ImGuiTestEngine_Stop(tester_);
  screen_.reset();  // with ImGui's context, which must go first
  if (tester_ != nullptr) ImGuiTestEngine_DestroyContext(tester_);
  tester_ = nullptr;
}

void Hands::draw_frame() {
  screen_->begin_frame();
  workbench->draw(frames_ / 60.0);
  if (++frames_ % 16 == 1) {
    screen_->end_frame();
  } else {
    screen_->end_frame_unpainted();
  }
  ImGuiTestEngine_PostSwap(tester_);
}

void Hands::draw(int frames) {
  for (int i = 0; i < frames; ++i) draw_frame();
}

image::Rgb8 Hands::screenshot() {
  do draw_frame();
  while (frames_ % 16 != 1);  // one that is painted
  return screen_->read();
}

bool Hands::draw_until(const std::function<bool()>& wanted) {
  const auto begun = std::chrono::steady_clock::now();
  while (!wanted()) {
    if (std::chrono::steady_clock::now() - begun > patience) return false;
    draw_frame();
    std::this_thread::sleep_for(200us);
  }
  return true;
}

bool Hands::strip_at(std::size_t tiles, int step, bool past) {
  const auto there = [&](const engine::Tile& tile) {
    return past ? tile.report.step >= step : tile.report.step == step;
  };
  return draw_until([&] {
    const auto& strip = model().beside;
    return strip && strip->tiles.size() == tiles && std::ranges::all_of(strip->tiles, there);
  });
}

void Hands::play(const Play& hands) {
  const std::string name = "play " + std::to_string(++plays_);
  ImGuiTest* test = ImGuiTestEngine_RegisterTest(tester_, "hands", name.c_str(), __FILE__, __LINE__);
  test->TestFunc = hands;
  ImGuiTestEngine_QueueTest(tester_, test);
  EXPECT_TRUE(draw_until([this] { return ImGuiTestEngine_IsTestQueueEmpty(tester_); })) << "hands got stuck";
  draw(2);
  settle();
  if (test->Output.Status == ImGuiTestStatus_Success) return;
  ImGuiTextBuffer log;
  test->Output.Log.ExtractLinesForVerboseLevels(ImGuiTestVerboseLevel_Error, ImGuiTestVerboseLevel_Info,
                                                &log);
  ADD_FAILURE() << "hands failed:\n" << log.c_str();
}

void Hands::settle() {
  EXPECT_TRUE(draw_until([this] { return !desk().background.busy(); })) << "files are never done";
}

void Hands::drop(const std::vector<std::filesystem::path>& files) {
  workbench->dropped(files);
  settle();
}

void Hands::hold_disk(const std::atomic<bool>& answers) {
  desk().background.run([&answers]() -> Background::Then {
    while (!answers) std::this_thread::yield();
    return {};
  });
}

std::vector<std::filesystem::path> Hands::saved(const std::string& ending) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::exists(folder / "saved")) return found;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "saved")) {
    if (entry.path().extension() == ending) found.push_back(entry.path());
  }
  return found;
}

bool Hands::window_shown(const char* name) {
  const ImGuiWindow* window = ImGui::FindWindowByName(name);
  return window != nullptr && window->WasActive && !window->Hidden;
}

}  // namespace birddream::ui
