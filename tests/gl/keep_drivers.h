#pragma once

#include <dlfcn.h>

#include <initializer_list>

namespace birddream::gl {

/// Keeps Mesa's libraries mapped to the end of the process. They hold what lives as long as a display; were
/// they unmapped first, as GLFW and libglvnd do, LeakSanitizer would find that memory without its owner and
/// could not even name it. For every test that makes a context or a window. Libraries that are not there are
/// left out.
inline void keep_drivers() {
  for (const char* library : {"libEGL_mesa.so.0", "libGLX.so.0", "libGLX_mesa.so.0"})
    dlopen(library, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
}

}  // namespace birddream::gl
