#pragma once

/// Whose a dream beside the main one is, told by engine::SideWish::id: below 0 the comparison's, then the
/// filmstrip's, then the gallery's. No other dream has the numbers behind those.
namespace birddream::ui {

inline constexpr int first_film_id = 0;
inline constexpr int first_gallery_id = 1'000'000'000;
/// Of dreams that were the main one and are kept aside (engine::Adoption::keep_as).
inline constexpr int first_kept_id = 2'000'000'000;

constexpr bool is_film_id(int id) {
  return id >= first_film_id && id < first_gallery_id;
}

}  // namespace birddream::ui
