// Pictures of the whole window, for eyes and for the docs:
//   BIRDDREAM_WINDOW_PICTURES=DIR [BIRDDREAM_WINDOW_DREAM=picture.png] test_ui
//   --gtest_filter='WindowPictures.*'
// Without the variable the same scenes are drawn, smaller and unsaved, and looked at by the test alone.
#include <chrono>
#include <cstdlib>
#include <functional>
#include <set>
#include <thread>

#include "image/png.h"
#include "image/read_picture.h"
#include "ui/bench_series.h"
#include "ui/painting_stepper.h"
#include "ui/screen.h"
#include "ui/workbench.h"

namespace birddream::ui {
namespace {

using namespace std::chrono_literals;

struct Scene {
  const char* name;
  int width = 1600;
  int height = 1000;
  bool dark = true;
  float scale = 1;
  int checkpoints = 1;
  std::function<void(Desk&)> arrange = [](Desk&) {};
  int stop_at = 96;
  bool fails = false;
  ImVec2 mouse = {-1, -1};
};

std::vector<Scene> scenes() {
  const auto split = [](Desk& d) { d.model.view.mode = gl::DisplayMode::split; };
  std::vector<Scene> all;
  all.push_back({"dark", 1600, 1000, true, 1, 1, [](Desk&) {}, 96, false, {800, 420}});
  all.push_back(
      {"light", 1600, 1000, false, 1, 9, [](Desk& d) { d.model.checkpoint = checkpoint::place_at(8); }});
  all.push_back({"filmstrip", 1600, 1000, true, 1, 7, [](Desk& d) {
                   d.model.show_filmstrip = true;
                   d.model.checkpoint = checkpoint::place_at(3);
                 }});
  all.push_back({"small", 1280, 800, true, 1, 9, split});
  all.push_back({"double", 1600, 1000, true, 2, 1});
  all.push_back({"triple", 2400, 1500, true, 3, 9});
  all.push_back({"mix", 1600, 1000, true, 1, 9, [](Desk& d) {
                   add_species(d.model, "peacock");
                   add_species(d.model, "great grey owl");
                   d.model.params.targets[1].weight = 0.6F;
                   d.model.params.targets[2].weight = -0.3F;
                   d.model.params.targets.push_back(
                       {recipe::ObjectiveKind::neuron, "", "inception_4d", 20, 0.5F, "", "", 0.3F, 0.6F});
                 }});
  all.push_back({"film", 1280, 800, true, 1, 1, [](Desk& d) {
                   d.model.show_film = true;
                   d.model.film.file = "/home/ada/Videos/garden.mp4";
                   d.model.film.facts = {1920, 1080, {30000, 1001}, 412, "aac"};
                 }});
  all.push_back({"film-empty", 1280, 800, false, 1, 1, [](Desk& d) { d.model.show_film = true; }});
  all.push_back({"light-double", 1280, 800, false, 2, 1});
  all.push_back({"keys", 1280, 800, true, 1, 1, [](Desk& d) { d.model.show_keys = true; }});
  all.push_back({"keys-light", 1600, 1000, false, 1, 1, [](Desk& d) { d.model.show_keys = true; }});
  all.push_back({"palette", 1280, 800, true, 1, 1, [](Desk& d) { d.model.show_palette = true; }});
  all.push_back({"open", 1280, 800, true, 1, 1, [](Desk& d) { d.model.show_open = true; }});
  all.push_back({"failed", 1280, 800, true, 1, 1, [](Desk&) {}, 20, true});
  all.push_back({"picture-only", 1280, 800, true, 1, 1, [](Desk& d) { d.model.picture_only = true; }});
  all.push_back({"changed", 1280, 800, true, 1, 1, [](Desk& d) {
                   auto& p = d.model.params;
                   p.learning_rate = 0.2F;
                   p.jitter = 20;
                   p.octaves = 4;
                   p.targets.push_back({recipe::ObjectiveKind::channel, "", "inception_4d", 20, 0.5F});
                   d.settings.favourites = {"macaw", "peacock"};
                   d.toasts.say("Saved /home/ada/Pictures/birddream/flamingo-s96-seed1.png");
                   d.toasts.warn("holiday.heic: HEIC pictures cannot be read. Save it as JPEG or PNG first.");
                 }});
  return all;
}

const char* variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

std::size_t colours(const image::Rgb8& picture) {
  std::set<unsigned> found;
  for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3)
    found.insert(picture.pixels[i] * 65536U + picture.pixels[i + 1] * 256U + picture.pixels[i + 2]);
  return found.size();
}

image::Rgb8 draw_scene(const Scene& scene) {
  auto screen = Screen::create(scene.width, scene.height);
  if (!screen) return {};
  auto painting = std::make_shared<Painting>();
  if (const char* file = variable("BIRDDREAM_WINDOW_DREAM")) {
    auto dream = image::read_picture(file);
    EXPECT_TRUE(dream) << dream.error().message;
    if (dream) painting->model = std::move(dream).value();
  }
  if (scene.fails) painting->fail_at_step = scene.stop_at;
  painting->step_milliseconds = 2;
  engine::Engine engine(
      bench_series(scene.checkpoints),
      [painting, count = scene.checkpoints]() -> Result<std::unique_ptr<dream::Stepper>> {
        return std::unique_ptr<dream::Stepper>(std::make_unique<PaintingStepper>(painting, count));
      });
  Settings settings;
  settings.dark = scene.dark;
  settings.scale = scene.scale;
  const gl::UploadPath path{gl::UploadPath::Kind::cpu, "Pictures reach OpenGL through host memory", nullptr};
  auto made = Workbench::create(engine, path, settings, 1.0F);
  EXPECT_TRUE(made) << made.error().message;
  if (!made) return {};
  Workbench& workbench = **made;
  pick_preset(workbench.desk().model, "birds");
  int settled = 0;
  bool arranged = false;
  const auto begun = std::chrono::steady_clock::now();
  for (int frame = 0; settled < 60 && std::chrono::steady_clock::now() - begun < 120s; ++frame) {
    screen->begin_frame();
    ImGui::GetIO().AddMousePosEvent(scene.mouse.x, scene.mouse.y);
    workbench.draw(frame / 60.0);
    screen->end_frame();
    const auto& seen = workbench.desk().model.frame;
    if (seen && seen->report.step >= std::min(scene.stop_at, 20) && !arranged) {
      scene.arrange(workbench.desk());
      arranged = true;
    }
    if (seen && seen->report.step >= scene.stop_at) {
      if (!scene.fails) workbench.desk().model.run = false;
      ++settled;
    }
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(settled, 60) << "the dream did not come so far";
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
  return screen->read();
}

TEST(WindowPictures, EverySceneShowsSomething) {
  const char* folder = variable("BIRDDREAM_WINDOW_PICTURES");
  for (const Scene& scene : scenes()) {
    SCOPED_TRACE(scene.name);
    const image::Rgb8 picture = draw_scene(scene);
    ASSERT_GT(picture.width, 0);
    EXPECT_GT(colours(picture), 200U);
    if (folder == nullptr) continue;
    const auto written =
        image::write_png(std::filesystem::path(folder) / (std::string(scene.name) + ".png"), picture);
    EXPECT_TRUE(written) << written.error().message;
  }
}

}  // namespace
}  // namespace birddream::ui
