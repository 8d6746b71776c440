#include "gl/window.h"

#include <glad/gl.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <atomic>
#include <cstdlib>
#include <utility>

namespace birddream::gl {
namespace {

// GLFW may be woken from any thread, but only while it is there.
std::atomic<bool> can_wake = false;

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

std::string glfw_problem() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text != nullptr ? text : "unknown reason";
}

// Whether a window there could be grabbed: its title bar's middle lies on a screen.
bool on_a_screen(const WindowPosition& at, int width) {
  int count = 0;
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  const int middle = at.x + width / 2;
  for (int i = 0; i < count; ++i) {
    int x = 0;
    int y = 0;
    int screen_width = 0;
    int screen_height = 0;
    glfwGetMonitorWorkarea(monitors[i], &x, &y, &screen_width, &screen_height);
    if (middle >= x && middle < x + screen_width && at.y >= y && at.y < y + screen_height) return true;
  }
  return false;
}

GLFWwindow* create(const WindowOptions& options, int major, int minor) {
  glfwDefaultWindowHints();
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, major);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, minor);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);  // shown once it is in its place
  glfwWindowHint(GLFW_MAXIMIZED, options.maximised ? GLFW_TRUE : GLFW_FALSE);
  return glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
}

void dropped(GLFWwindow* handle, int count, const char** names) {
  const auto* window = static_cast<Window*>(glfwGetWindowUserPointer(handle));
  const std::vector<std::filesystem::path> paths(names, names + count);
  if (window->on_drop) window->on_drop(paths);
}

}  // namespace

float scale_in_units(float content_scale, int units, int pixels) {
  if (units <= 0 || pixels <= 0) return content_scale;
  return content_scale * static_cast<float>(units) / static_cast<float>(pixels);
}

bool has_display() {
  return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  if (!has_display())
    return Error{"No display: DISPLAY and WAYLAND_DISPLAY are empty. Start it on a desktop, or use ssh -X."};
  if (glfwInit() == GLFW_FALSE) {
    const std::string hint = is_set("DISPLAY") ? "Is the display reachable?"
                                               : "If GLFW was built for X11 alone, install libglfw3-wayland.";
    return Error{"No window can be opened: " + glfw_problem() + ". " + hint};
  }
  GLFWwindow* handle = nullptr;
  for (const auto& [major, minor] : {std::pair{4, 5}, std::pair{4, 1}, std::pair{3, 3}}) {
    handle = create(options, major, minor);
    if (handle != nullptr) break;
  }
  if (handle == nullptr) {
    const std::string problem = glfw_problem();
    glfwTerminate();
    return Error{"No OpenGL 3.3 window can be opened: " + problem +
                 ". Update the graphics driver, or install Mesa (libgl1-mesa-dri)."};
  }
  std::unique_ptr<Window> window(new Window(handle));
  glfwMakeContextCurrent(handle);
  if (gladLoadGL(glfwGetProcAddress) == 0) return Error{"The driver's OpenGL functions could not be loaded."};
  glfwSwapInterval(1);
  glfwSetWindowUserPointer(handle, window.get());
  glfwSetDropCallback(handle, dropped);
  window->renderer_ = describe_renderer();
  if (options.position && on_a_screen(*options.position, options.width))
    glfwSetWindowPos(handle, options.position->x, options.position->y);
  if (options.visible) glfwShowWindow(handle);
  can_wake = true;
  return window;
}

Window::~Window() {
  can_wake = false;
  glfwDestroyWindow(window_);
  glfwTerminate();
}

bool Window::should_close() const {
  return glfwWindowShouldClose(window_) == GLFW_TRUE;
}

// GLFW has one queue; there is one window at a time, whose it is.
// NOLINTNEXTLINE(readability-convert-member-functions-to-static)
void Window::wait_events(double seconds) {
  if (seconds > 0) {
    glfwWaitEventsTimeout(seconds);
  } else {
    glfwPollEvents();
  }
}

void Window::swap() {
  glfwSwapBuffers(window_);
}
void Window::wake() {
  if (can_wake) glfwPostEmptyEvent();
}

Window::Extent Window::size() const {
  Extent extent;
  glfwGetWindowSize(window_, &extent.width, &extent.height);
  return extent;
}

Window::Extent Window::framebuffer() const {
  Extent extent;
  glfwGetFramebufferSize(window_, &extent.width, &extent.height);
  return extent;
}

float Window::content_scale() const {
  float x = 1;
  float y = 1;
  glfwGetWindowContentScale(window_, &x, &y);
  return scale_in_units(x, size().width, framebuffer().width);
}

std::optional<WindowPosition> Window::position() const {
  WindowPosition at;
  glfwGetError(nullptr);
  glfwGetWindowPos(window_, &at.x, &at.y);
  if (glfwGetError(nullptr) != GLFW_NO_ERROR) return std::nullopt;
  return at;
}

bool Window::iconified() const {
  return glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_TRUE;
}
bool Window::maximised() const {
  return glfwGetWindowAttrib(window_, GLFW_MAXIMIZED) == GLFW_TRUE;
}

}  // namespace birddream::gl
