#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "gl/context.h"

struct GLFWwindow;

namespace birddream::gl {

struct WindowPosition {
  int x = 0;  ///< of the content's upper left corner, screen units
  int y = 0;

  bool operator==(const WindowPosition&) const = default;
};

struct WindowOptions {
  std::string title = "birddream";
  int width = 1600;  ///< screen units
  int height = 1000;
  bool maximised = false;
  bool visible = true;
  /// Where it stood last time. Ignored where no screen is there any more; empty: the desktop chooses.
  std::optional<WindowPosition> position = std::nullopt;
};

/// Whether a window can be tried at all: DISPLAY or WAYLAND_DISPLAY is set.
bool has_display();

/// How much larger things must be drawn, counted in the units of a window `units` wide whose framebuffer has
/// `pixels` across, on a screen of that content scale. Where a unit is more than a pixel (Wayland), the
/// framebuffer makes up for that share itself. 0 units (a window that is hidden): as if it had as many as
/// pixels.
float scale_in_units(float content_scale, int units, int pixels);

/// A GLFW window with an OpenGL core context (4.5, else 4.1, else 3.3), current on the thread that made it,
/// which must be the main thread. Everything is called from that thread, except `wake`. One at a time.
class Window {
 public:
  /// Error: no display, no OpenGL 3.3; in words a user can act on.
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  GLFWwindow* handle() const { return window_; }
  const Renderer& renderer() const { return renderer_; }

  bool should_close() const;
  /// Handles what happened since the last call; waits up to `seconds` for something if nothing did (0:
  /// never).
  void wait_events(double seconds);
  void swap();
  /// Makes `wait_events` return; from any thread, whether there is a window or not.
  static void wake();

  struct Extent {
    int width = 0;
    int height = 0;
  };
  Extent size() const;          ///< screen units, for remembering
  Extent framebuffer() const;   ///< pixels
  float content_scale() const;  ///< in screen units: 2 on a doubled X11 screen, where these are pixels
  /// For remembering; none on Wayland, which tells nobody.
  std::optional<WindowPosition> position() const;
  bool iconified() const;
  bool maximised() const;

  /// Files dropped on the window; called inside wait_events. May be empty.
  std::function<void(const std::vector<std::filesystem::path>&)> on_drop;

 private:
  explicit Window(GLFWwindow* window) : window_(window) {}
  GLFWwindow* window_;
  Renderer renderer_;
};

}  // namespace birddream::gl
