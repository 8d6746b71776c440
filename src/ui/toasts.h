#pragma once

#include <string>
#include <vector>

namespace birddream::ui {

/// Short messages in the lower right corner: what was saved where, what went wrong. Failures stay longer; a
/// click sends any away. The same message twice is shown once.
class Toasts {
 public:
  void say(std::string text) { add(std::move(text), false); }
  void warn(std::string text) { add(std::move(text), true); }
  void draw(double now_seconds);
  bool visible() const { return !items_.empty(); }
  const std::string& newest() const;  ///< "" when there is none

 private:
  struct Item {
    std::string text;
    bool warning = false;
    double until = 0;  // 0: not yet shown
    int id = 0;
  };
  void add(std::string text, bool warning);
  static void draw_item(const Item& item, float right, float& bottom, int& clicked);

  std::vector<Item> items_;
  int next_id_ = 0;
};

}  // namespace birddream::ui
