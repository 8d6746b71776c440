#include "ui/hands.h"

namespace birddream::ui {
namespace {

using UiDice = Hands;

TEST_F(UiDice, ThrowASpeciesOfTheListAsItIs) {
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    c->KeyChars("black");
    c->ItemClick("//Species/###random");
  });
  EXPECT_TRUE(species_of(params()).starts_with("black ")) << species_of(params());
  EXPECT_TRUE(draw_until([&] { return painting->restarts > restarts; }));
  const std::string before = species_of(params());
  play([](ImGuiTestContext* c) { c->ItemClick("//Species/###random"); });
  EXPECT_NE(species_of(params()), before);
  EXPECT_TRUE(species_of(params()).starts_with("black ")) << species_of(params());
}

TEST_F(UiDice, ThrowASeed) {
  const std::uint64_t seed = params().seed;
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/###new_seed"); });
  EXPECT_NE(params().seed, seed);
  EXPECT_TRUE(draw_until([&] { return painting->restarts > restarts && painting->used() == params(); }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(params().seed, seed);
}

}  // namespace
}  // namespace birddream::ui
