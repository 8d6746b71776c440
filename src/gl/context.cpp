#include "gl/context.h"

// glad before anything that brings GL headers of its own
#include <glad/gl.h>

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <array>
#include <string_view>
#include <vector>

#include "base/formatted.h"

namespace birddream::gl {
namespace {

std::string text_of(GLenum name) {
  const auto* text = reinterpret_cast<const char*>(glGetString(name));
  return text != nullptr ? text : "";
}

std::string egl_error() {
  return formatted("EGL error 0x%x", static_cast<unsigned>(eglGetError()));
}

bool client_extension(std::string_view name) {
  const char* all = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  return all != nullptr && std::string_view(all).find(name) != std::string_view::npos;
}

// Displays to try, best first: each GPU's EGL device, then Mesa's surfaceless platform (llvmpipe where there
// is no GPU). Devices first, since where Mesa stands beside a vendor's driver its surfaceless platform would
// draw on the CPU, out of CUDA's reach.
std::vector<EGLDisplay> displays() {
  std::vector<EGLDisplay> found;
  const auto get_display =
      reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (get_display == nullptr) return found;
  const auto query_devices =
      reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
  if (client_extension("EGL_EXT_platform_device") && query_devices != nullptr) {
    std::array<EGLDeviceEXT, 16> devices{};
    EGLint count = 0;
    query_devices(devices.size(), devices.data(), &count);
    for (EGLint i = 0; i < count; ++i)
      found.push_back(get_display(EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)], nullptr));
  }
  if (client_extension("EGL_MESA_platform_surfaceless")) {
    found.push_back(
        get_display(EGL_PLATFORM_SURFACELESS_MESA, reinterpret_cast<void*>(EGL_DEFAULT_DISPLAY), nullptr));
  }
  return found;
}

EGLContext make_context(EGLDisplay display) {
  if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) return EGL_NO_CONTEXT;
  const std::array<EGLint, 5> wanted = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE,
                                        EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  // Surfaceless displays may have no config at all; a context needs none there (EGL_KHR_no_config_context).
  if (eglChooseConfig(display, wanted.data(), &config, 1, &count) == EGL_FALSE || count == 0)
    config = nullptr;
  for (const auto& [major, minor] : {std::pair{4, 5}, std::pair{3, 3}}) {
    const std::array<EGLint, 7> attributes = {EGL_CONTEXT_MAJOR_VERSION,
                                              major,
                                              EGL_CONTEXT_MINOR_VERSION,
                                              minor,
                                              EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                              EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                              EGL_NONE};
    auto* const context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes.data());
    if (context != EGL_NO_CONTEXT) return context;
  }
  return EGL_NO_CONTEXT;
}

}  // namespace

Renderer describe_renderer() {
  Renderer renderer{text_of(GL_RENDERER), text_of(GL_VERSION), false};
  for (const std::string_view name : {"llvmpipe", "softpipe", "swrast", "Software"}) {
    renderer.software = renderer.software || renderer.name.find(name) != std::string::npos;
  }
  return renderer;
}

Result<std::unique_ptr<HeadlessContext>> HeadlessContext::create() {
  std::string problem = "no EGL display without a screen";
  for (auto* const display : displays()) {
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE) {
      problem = egl_error();
      continue;
    }
    auto* const context = make_context(display);
    if (context == EGL_NO_CONTEXT ||
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE) {
      problem = egl_error();
      if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
      continue;  // not terminated: another context of this process may share the display
    }
    if (gladLoadGL(reinterpret_cast<GLADloadfunc>(eglGetProcAddress)) == 0) {
      problem = "the driver's OpenGL functions could not be loaded";
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      eglDestroyContext(display, context);
      continue;
    }
    std::unique_ptr<HeadlessContext> made(new HeadlessContext(display, context));
    made->renderer_ = describe_renderer();
    return made;
  }
  return Error{"OpenGL without a screen is not available here (" + problem +
               "). Install Mesa's EGL (libegl-mesa0)."};
}

HeadlessContext::~HeadlessContext() {
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  eglDestroyContext(display_, context_);
}

}  // namespace birddream::gl
