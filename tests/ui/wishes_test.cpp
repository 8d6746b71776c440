#include "ui/wishes.h"

#include <gtest/gtest.h>

namespace birddream::ui {
namespace {

using recipe::ObjectiveKind;

TEST(Wishes, AGuideWithoutAPhotoIsItsLayerUntilThereIsOne) {
  recipe::DreamParams params;
  params.targets = {{ObjectiveKind::class_logit, "hen", "", 0, 1},
                    {ObjectiveKind::guide, "", "conv1", 0, 0.5F}};
  recipe::DreamParams wished = ready(params);
  EXPECT_EQ(wished.targets[0], params.targets[0]);
  EXPECT_EQ(wished.targets[1].kind, ObjectiveKind::layer);
  EXPECT_EQ(wished.targets[1].layer, "conv1");
  EXPECT_EQ(wished.targets[1].weight, 0.5F);
  params.targets[1].photo = "hen.jpg";
  EXPECT_EQ(ready(params), params);
}

}  // namespace
}  // namespace birddream::ui
