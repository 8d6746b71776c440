#include "app/view_loop.h"

#include <glad/gl.h>

#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>

#include "app/frame_times.h"
#include "app/pacer.h"
#include "app/stop_signal.h"
#include "base/atomic_file.h"
#include "base/formatted.h"
#include "base/log.h"
#include "base/make_folder.h"
#include "base/paths.h"
#include "base/process_usage.h"
#include "gl/context.h"
#include "image/png.h"
#include "ui/keeper.h"
#include "ui/theme.h"
#include "ui/tour.h"
#include "ui/workbench.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double frame_seconds = 1.0 / 60;
constexpr double headless_frame_seconds = 1.0 / 36;  // of a tour, which keeps time
constexpr const char* glsl_version = "#version 330 core";

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// What is in the framebuffer that is bound, upright.
image::Rgb8 read_screen(int width, int height) {
  image::Rgb8 upright(width, height), read(width, height);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, read.pixels.data());
  const std::size_t row = 3 * static_cast<std::size_t>(width);  // GL's first row is the lowest
  for (int y = 0; y < height; ++y)
    std::copy_n(read.pixels.begin() + static_cast<std::ptrdiff_t>(row) * (height - 1 - y), row,
                upright.pixels.begin() + static_cast<std::ptrdiff_t>(row) * y);
  return upright;
}

/// The tour the options name, if they name one.
Result<std::optional<ui::Tour>> load_tour(const ViewOptions& options) {
  if (options.script.empty()) return std::optional<ui::Tour>();
  auto tour = ui::Tour::load(options.script);
  if (!tour) return tour.error();
  return std::optional<ui::Tour>(std::move(tour).value());
}

/// Keeps the frame just drawn, and tells figures, if the tour wants it.
Status follow(std::optional<ui::Tour>& tour, int width, int height) {
  if (const auto figures = tour ? tour->take_figures() : std::nullopt) {
    std::printf("%s\n", figures->c_str());
    std::fflush(stdout);
  }
  const auto file = tour ? tour->take_screenshot() : std::nullopt;
  if (!file) return {};
  return image::write_png(*file, read_screen(width, height));
}

Status begin(Session& session, ui::Workbench& workbench) {
  if (!session.notice.empty()) workbench.desk().toasts.warn(session.notice);
  const auto place = checkpoint::place_from_text(session.engine.series(), session.options.checkpoint);
  if (!place) return place.error();
  ui::stand_at(workbench.desk().model, *place);
  if (!session.options.watch.empty()) workbench.watch(session.options.watch);
  workbench.desk().model.show_school = session.waits;
  if (session.dream)
    workbench.desk().restored =
        ui::take_recipe(session.options.session, *session.dream, workbench.desk().model);
  return {};
}

Status keep_report(const fs::path& file, const ui::Desk& desk, const gl::Renderer& renderer) {
  if (file.empty()) return {};
  return write_file_atomically(file, to_report(desk.statistics, renderer.name));
}

/// What is still being written when nothing is drawn any more is waited for, and the recording's end told.
void end(ui::Workbench& workbench) {
  const auto ended = workbench.end();
  if (!ended) return;
  if (*ended) {
    log::info("saved the recording " + (*ended)->string());
  } else {
    log::warn(ended->error().message);
  }
}

/// What ImGui::Render() laid out.
void paint(int width, int height) {
  const ImVec4& back = ImGui::GetStyleColorVec4(ImGuiCol_DockingEmptyBg);
  glViewport(0, 0, width, height);
  glClearColor(back.x, back.y, back.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

/// Where the window layout is kept.
fs::path layout_file() {
  const auto folder = config_dir();
  if (!folder) return {};
  std::error_code ignored;
  fs::create_directories(*folder, ignored);
  return *folder / "layout.ini";
}

/// What the workbench and its window are to be remembered by.
ui::Settings settings_of(const ui::Workbench& workbench, const gl::Window& screen) {
  ui::Settings settings = workbench.settings();
  settings.maximised = screen.maximised();
  if (settings.maximised) return settings;
  settings.window_width = screen.size().width;
  settings.window_height = screen.size().height;
  settings.window_position = screen.position();
  return settings;
}

/// ImGui's backends for one scope; they must end before the window does.
struct WindowBackends {
  explicit WindowBackends(const gl::Window& window) {
    ImGui_ImplGlfw_InitForOpenGL(window.handle(), true);
    ImGui_ImplOpenGL3_Init(glsl_version);
  }
  ~WindowBackends() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
  }
  WindowBackends(const WindowBackends&) = delete;
  WindowBackends& operator=(const WindowBackends&) = delete;
};

}  // namespace

Result<ui::Settings> run_window(Session& session) {
  gl::WindowOptions wanted;
  wanted.width = session.settings.window_width;
  wanted.height = session.settings.window_height;
  wanted.maximised = session.settings.maximised;
  wanted.position = session.settings.window_position;
  auto window = gl::Window::open(wanted);
  if (!window) return window.error();
  gl::Window& screen = **window;
  const gl::UploadPath path = gl::choose_upload_path();
  ui::Keeper keeper(session.options.script.empty() ? layout_file() : fs::path(), session.remembered);
  const WindowBackends backends(screen);
  auto made = ui::Workbench::create(session.engine, path, session.settings, screen.content_scale());
  if (!made) return made.error();
  ui::Workbench& workbench = **made;
  workbench.desk().statistics.opened();
  if (const Status begun = begin(session, workbench); !begun) return begun.error();
  auto loaded = load_tour(session.options);
  if (!loaded) return loaded.error();
  std::optional<ui::Tour>& tour = *loaded;
  // Wherever the pointer happens to rest, it has no part in a tour.
  if (tour) ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NoMouse;
  screen.on_drop = [&workbench](const auto& files) { workbench.dropped(files); };

  const auto started = Clock::now();
  Pacer pacer(screen);
  FrameTimes times(session.options.frame_times);
  int drawn = 0;
  Status followed;
  while (!workbench.has_closed()) {
    const bool closing = screen.should_close() || workbench.wants_quit() || stop_signal();
    if (closing) workbench.close();
    pacer.wait(workbench.is_lively(),
               tour ? std::min(tour->rest(), Pacer::idle_seconds) : Pacer::idle_seconds);
    if (screen.iconified() && !closing) {
      workbench.go_on_unseen(seconds_since(started));
      screen.wait_events(Pacer::idle_seconds);
      continue;
    }
    const double began = seconds_since(started), began_at_work = thread_processor_seconds();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    if (tour) tour->advance(workbench.desk(), began);
    workbench.draw(began);
    ImGui::Render();
    keeper.look(
        began, [&] { return settings_of(workbench, screen); }, workbench.desk().background);
    const double interface = seconds_since(started), at_work = thread_processor_seconds() - began_at_work;
    if (!pacer.wants_painting(*ImGui::GetDrawData())) continue;
    const auto extent = screen.framebuffer();
    paint(extent.width, extent.height);
    if (workbench.recording().screens_due() > 0)
      workbench.recording().take_screen(read_screen(extent.width, extent.height));
    followed = follow(tour, extent.width, extent.height);
    if (!followed) break;
    times.add(began, 1e3 * (interface - began), 1e3 * (seconds_since(started) - began), 1e3 * at_work);
    screen.swap();
    workbench.desk().statistics.presented();
    if (++drawn == session.options.frames || (tour && tour->is_over())) break;
  }
  end(workbench);
  if (!followed) return followed.error();
  if (const Status kept = keep_report(session.options.report, workbench.desk(), screen.renderer()); !kept)
    return kept.error();
  if (const Status written = times.write(); !written) return written.error();
  ui::Settings settings = settings_of(workbench, screen);
  // A thread of it is held by a disk, for as long as the program lives.
  if (workbench.left_a_disk()) static_cast<void>(made->release());
  return settings;
}

Result<ui::Settings> run_headless(Session& session) {
  auto context = gl::HeadlessContext::create();
  if (!context) return context.error();
  const Status out = session.options.out.empty() ? Status() : make_folder(session.options.out);
  if (!out) return out.error();

  const auto started = Clock::now();
  const int width = session.settings.window_width;
  const int height = session.settings.window_height;
  GLuint framebuffer = 0;
  GLuint colour = 0;
  glGenFramebuffers(1, &framebuffer);
  glGenRenderbuffers(1, &colour);
  glBindRenderbuffer(GL_RENDERBUFFER, colour);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour);

  const gl::UploadPath path = gl::choose_upload_path();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  ImGui_ImplOpenGL3_Init(glsl_version);
  Status ended;
  ui::Settings settings;
  {
    auto made = ui::Workbench::create(session.engine, path, session.settings, 1.0F);
    if (!made) return made.error();
    auto loaded = load_tour(session.options);
    ended = loaded ? begin(session, **made) : Status(loaded.error());
    for (int frame = 0; ended && !(*made)->wants_quit() && !stop_signal(); ++frame) {
      std::optional<ui::Tour>& tour = *loaded;
      if (tour ? tour->is_over() : frame == session.options.frames) break;
      const double now = tour ? seconds_since(started) : frame * frame_seconds;
      io.DeltaTime = static_cast<float>(frame_seconds);
      ImGui_ImplOpenGL3_NewFrame();
      ImGui::NewFrame();
      if (tour) tour->advance((*made)->desk(), now);
      (*made)->draw(now);
      glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
      ImGui::Render();
      paint(width, height);
      glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
      (*made)->desk().statistics.presented();
      glFinish();  // there is no swap to wait in: else the software driver's queue grows without end
      if ((*made)->recording().screens_due() > 0)
        (*made)->recording().take_screen(read_screen(width, height));
      if (tour) {
        ended = follow(tour, width, height);
        std::this_thread::sleep_for(std::chrono::duration<double>(headless_frame_seconds));
      } else {
        const std::string name = formatted("frame-%05d.png", frame);
        ended = image::write_png(session.options.out / name, read_screen(width, height));
      }
    }
    end(**made);
    if (ended) ended = keep_report(session.options.report, (*made)->desk(), gl::describe_renderer());
    settings = (*made)->settings();
  }
  ImGui_ImplOpenGL3_Shutdown();
  glDeleteRenderbuffers(1, &colour);
  glDeleteFramebuffers(1, &framebuffer);
  if (!ended) return ended.error();
  return settings;
}

}  // namespace birddream::app
