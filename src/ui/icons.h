#pragma once

/// Glyphs of Font Awesome 6 Free Solid (fontawesome.com, SIL OFL 1.1), merged into the interface fonts.
namespace birddream::ui::icon {

inline constexpr const char* play = "\xef\x81\x8b";
inline constexpr const char* pause = "\xef\x81\x8c";
inline constexpr const char* step = "\xef\x81\x91";
inline constexpr const char* restart = "\xef\x81\x88";
inline constexpr const char* camera = "\xef\x80\xb0";
inline constexpr const char* record = "\xef\x84\x91";
inline constexpr const char* stop = "\xef\x81\x8d";
inline constexpr const char* search = "\xef\x80\x82";
inline constexpr const char* dice = "\xef\x94\xa2";
inline constexpr const char* fit = "\xef\x81\xa5";
inline constexpr const char* close = "\xef\x80\x8d";
inline constexpr const char* undo = "\xef\x8b\xaa";
inline constexpr const char* warning = "\xef\x81\xb1";
inline constexpr const char* dove = "\xef\x92\xba";
inline constexpr const char* star = "\xef\x80\x85";
inline constexpr const char* folder = "\xef\x81\xbb";
inline constexpr const char* up = "\xef\x81\xa2";
inline constexpr const char* file = "\xef\x85\x9b";
inline constexpr const char* picture = "\xef\x80\xbe";
inline constexpr const char* check = "\xef\x80\x8c";
inline constexpr const char* right = "\xef\x81\x94";
inline constexpr const char* down = "\xef\x81\xb8";
inline constexpr const char* left_right = "\xef\x8c\xb7";
inline constexpr const char* halves = "\xef\x81\x82";
inline constexpr const char* up_small = "\xef\x81\xb7";
inline constexpr const char* save = "\xef\x83\x87";
inline constexpr const char* trash = "\xef\x8b\xad";
inline constexpr const char* swap = "\xef\x83\xac";
inline constexpr const char* magnet = "\xef\x81\xb6";
inline constexpr const char* film = "\xef\x80\x88";
inline constexpr const char* plus = "\xef\x81\xa7";
inline constexpr const char* minus = "\xef\x81\xa8";
inline constexpr const char* more = "\xef\x85\x81";
inline constexpr const char* infinity = "\xef\x94\xb4";

}  // namespace birddream::ui::icon
