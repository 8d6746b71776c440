#pragma once

namespace birddream::gl {

/// GL keeps how host memory is laid out as global state, and other code in the process (Dear ImGui's texture
/// updates) changes it. These put it to tightly packed rows in host memory before a transfer.
void reset_unpack_state();  ///< before uploads
void reset_pack_state();    ///< before reading back

}  // namespace birddream::gl
