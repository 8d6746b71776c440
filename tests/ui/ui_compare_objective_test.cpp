#include "ui/hands.h"

namespace birddream::ui {
namespace {

using recipe::ObjectiveKind;

using UiCompareObjective = Hands;

TEST_F(UiCompareObjective, ALayerIsHeldAsBWhileABecomesABird) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/$$0/##kind");
    c->ItemClick("//$FOCUSED/Layer");
    c->ItemClick("//Picture/###compare");
  });
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    c->KeyCharsReplaceEnter("pea");
  });
  ASSERT_TRUE(model().compare.on);
  EXPECT_EQ(params().targets[0].kind, ObjectiveKind::class_logit);
  EXPECT_EQ(species_of(params()), "peacock");
  const recipe::Target held = params_of_other(model()).targets[0];
  EXPECT_EQ(held.kind, ObjectiveKind::layer);
  EXPECT_EQ(held.layer, "inception_4d");
  // Both are dreamt, in turn.
  const auto dreams_of = [&](ObjectiveKind kind) {
    return draw_until([&] { return painting->used().targets[0].kind == kind; });
  };
  ASSERT_TRUE(obeyed());
  EXPECT_TRUE(dreams_of(ObjectiveKind::layer));
  EXPECT_TRUE(dreams_of(ObjectiveKind::class_logit));
  EXPECT_TRUE(draw_until([&] { return other_tile(model()) != nullptr; }));
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/###swap"); });
  EXPECT_EQ(params().targets[0].kind, ObjectiveKind::layer);
  EXPECT_EQ(params_of_other(model()).targets[0].species, "peacock");
}

}  // namespace
}  // namespace birddream::ui
