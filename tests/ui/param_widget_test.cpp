#include "ui/param_widget.h"

#include <gtest/gtest.h>

#include "recipe/presets.h"

namespace birddream::ui {
namespace {

TEST(ParamWidget, AHugeRangeIsNarrowedRoundThePresetsValue) {
  const recipe::ParamInfo& rate = *recipe::find_param("learning_rate");
  const Reach reach = reach_of(rate, 0.1, 0.1);
  EXPECT_DOUBLE_EQ(reach.low, 0.002);
  EXPECT_DOUBLE_EQ(reach.high, 5);
}

TEST(ParamWidget, AValueBeyondTheReachWidensIt) {
  const recipe::ParamInfo& rate = *recipe::find_param("learning_rate");
  EXPECT_DOUBLE_EQ(reach_of(rate, 100, 0.1).high, 100);
  EXPECT_DOUBLE_EQ(reach_of(rate, 1e-4, 0.1).low, 1e-4);
  EXPECT_DOUBLE_EQ(reach_of(rate, 0.1, 1e-5).low, rate.min);
}

TEST(ParamWidget, AnOrdinaryRangeIsTheTables) {
  const recipe::ParamInfo& jitter = *recipe::find_param("jitter");
  const Reach reach = reach_of(jitter, 8, 12);
  EXPECT_DOUBLE_EQ(reach.low, jitter.min);
  EXPECT_DOUBLE_EQ(reach.high, jitter.max);
}

TEST(ParamWidget, EveryPresetsValuesCanBeReached) {
  for (const recipe::Preset& preset : recipe::built_in_presets()) {
    for (const recipe::ParamInfo& info : recipe::param_table()) {
      std::visit(
          [&](auto member) {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(preset.params.*member)>>) {
              const auto value = static_cast<double>(preset.params.*member);
              if (info.max == 0) return;
              const Reach reach = reach_of(info, value, value);
              EXPECT_LE(reach.low, value) << preset.name << " " << info.key;
              EXPECT_GE(reach.high, value) << preset.name << " " << info.key;
              EXPECT_LT(reach.low, reach.high);
            }
          },
          info.field);
    }
  }
}

TEST(ParamWidget, TellsWhichValuesDiffer) {
  recipe::DreamParams a;
  recipe::DreamParams b;
  for (const recipe::ParamInfo& info : recipe::param_table()) EXPECT_FALSE(differs(info, a, b));
  b.flip = recipe::FlipMode::none;
  EXPECT_TRUE(differs(*recipe::find_param("flip"), a, b));
  EXPECT_FALSE(differs(*recipe::find_param("jitter"), a, b));
}

}  // namespace
}  // namespace birddream::ui
