#pragma once

#include <string>
#include <vector>

namespace birddream::ui {

/// Short messages in the lower right corner: what was saved where, what went wrong. Failures stay until
/// clicked.
class Toasts {
 public:
  void say(std::string text);
  void warn(std::string text);
  void draw(double now);
  bool visible() const { return !items_.empty(); }
  const std::string& newest() const;  ///< "" when there is none

 private:
  struct Item {
    std::string text;
    bool warning = false;
    double until = 0;  // 0: not yet shown
    int id = 0;
  };
  std::vector<Item> items_;
  int next_id_ = 0;
};

}  // namespace birddream::ui
