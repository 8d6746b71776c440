#pragma once

#include <array>

namespace birddream::gl {

/// For the length of a scope: GL's state as a pass wants it (no blending, scissor, depth, stencil or culling,
/// all colours written, texture unit 0); what stood before is put back at its end. Dear ImGui's backend and
/// other passes rely on theirs. Texture bindings of unit 0 are not kept.
class SavedState {
 public:
  SavedState();
  ~SavedState();
  SavedState(const SavedState&) = delete;
  SavedState& operator=(const SavedState&) = delete;

 private:
  std::array<bool, 5> enabled_{};
  std::array<unsigned char, 4> colour_mask_{};
  std::array<float, 4> clear_colour_{};
  std::array<int, 4> viewport_{};
  int draw_framebuffer_ = 0;
  int read_framebuffer_ = 0;
  int program_ = 0;
  int vertex_array_ = 0;
  int active_texture_ = 0;
};

}  // namespace birddream::gl
