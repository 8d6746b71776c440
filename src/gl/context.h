#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace birddream::gl {

/// What draws: for the status bar and for choosing how pictures reach the texture.
struct Renderer {
  std::string name;  ///< GL_RENDERER
  std::string version;
  bool software = false;  ///< llvmpipe, softpipe, swrast: the CPU draws
};

/// Of the context current on this thread.
Renderer describe_renderer();

/// An OpenGL 3.3+ core context without window or screen (EGL surfaceless on Mesa, else an EGL device): the
/// same drawing code for tests, headless runs and documentation pictures. Current on the thread that made it
/// until destroyed.
class HeadlessContext {
 public:
  /// Error: no EGL, no surfaceless platform, no core context; with what EGL said.
  static Result<std::unique_ptr<HeadlessContext>> create();
  ~HeadlessContext();
  HeadlessContext(const HeadlessContext&) = delete;
  HeadlessContext& operator=(const HeadlessContext&) = delete;

  const Renderer& renderer() const { return renderer_; }

 private:
  HeadlessContext(void* display, void* context) : display_(display), context_(context) {}
  void* display_;
  void* context_;
  Renderer renderer_;
};

}  // namespace birddream::gl
