#include "recipe/param_table.h"

#include <cmath>
#include <set>
#include <type_traits>

#include "base/formatted.h"
#include "recipe/field.h"
#include "recipe/recipe_test_support.h"

namespace birddream::recipe {
namespace {

using ::testing::HasSubstr;

TEST(ParamTable, EveryRowIsWholeAndUnique) {
  std::set<std::string_view> keys;
  for (const ParamInfo& info : param_table()) {
    EXPECT_TRUE(keys.insert(info.key).second) << info.key;
    EXPECT_FALSE(info.label.empty()) << info.key;
    EXPECT_GE(info.help.size(), 20U) << info.key;
    EXPECT_EQ(info.names.keys.size(), info.names.labels.size()) << info.key;
    if (info.logarithmic) {
      EXPECT_GT(info.min, 0) << info.key;
    }
  }
  EXPECT_NE(find_param("learning_rate"), nullptr);
  EXPECT_EQ(find_param("learning"), nullptr);
}

TEST(ParamTable, TheDefaultsAreValid) {
  EXPECT_TRUE(validate(valid_params()).ok());
}

TEST(SetParam, SetsEveryKind) {
  DreamParams params;
  EXPECT_TRUE(set_param(params, "learning_rate", "0.25").ok());
  EXPECT_TRUE(set_param(params, "steps", "77").ok());
  EXPECT_TRUE(set_param(params, "clamp", "off").ok());
  EXPECT_TRUE(set_param(params, "seed", "123456789012345").ok());
  EXPECT_TRUE(set_param(params, "optimiser", "sgd_normalised").ok());
  EXPECT_TRUE(set_param(params, "start_photo", "a b.jpg").ok());
  EXPECT_FLOAT_EQ(params.learning_rate, 0.25F);
  EXPECT_EQ(params.steps, 77);
  EXPECT_FALSE(params.clamp);
  EXPECT_EQ(params.seed, 123456789012345U);
  EXPECT_EQ(params.optimiser, Optimiser::sgd_normalised);
  EXPECT_EQ(params.start_photo, "a b.jpg");
}

TEST(SetParam, RefusesWithWhatIsAllowedAndChangesNothing) {
  DreamParams params;
  const DreamParams before = params;
  for (const auto& [key, text] : {std::pair{"steps", "-3"},
                                  {"steps", "12x"},
                                  {"steps", ""},
                                  {"steps", "99999999999999999999"},
                                  {"learning_rate", "nan"},
                                  {"learning_rate", "inf"},
                                  {"rotate", "181"},
                                  {"clamp", "maybe"},
                                  {"width", "63"},
                                  {"width", "4097"}}) {
    const Status status = set_param(params, key, text);
    EXPECT_FALSE(status.ok()) << key << "=" << text;
    if (!status.ok()) {
      EXPECT_THAT(status.error().message, HasSubstr(key));
    }
  }
  EXPECT_THAT(set_param(params, "optimiser", "adamw").error().message,
              HasSubstr("sgd, sgd_normalised, adam"));
  EXPECT_THAT(set_param(params, "learning_rat", "1").error().message,
              HasSubstr("Did you mean 'learning_rate'"));
  EXPECT_EQ(params, before);
}

TEST(SetParam, TheBoundsThemselvesAreWithin) {
  for (const ParamInfo& info : param_table()) {
    DreamParams params = valid_params();
    const bool number = visit_field(params, info, [](const auto& value) {
      return std::is_floating_point_v<std::remove_cvref_t<decltype(value)>>;
    });
    if (!number) continue;
    for (const double bound : {info.min, info.max}) {
      EXPECT_TRUE(set_param(params, info.key, formatted("%g", bound))) << info.key << " = " << bound;
    }
  }
}

TEST(Validate, NothingBeyondABoundIsWithinHoweverWideTheRange) {
  DreamParams params = valid_params();
  for (const float rate : {0.0F, -0.05F, 1e5F + 1}) {
    params.learning_rate = rate;
    EXPECT_FALSE(validate(params)) << rate;
  }
}

TEST(Validate, NamesTheFirstOffender) {
  DreamParams params = valid_params();
  params.rotate = std::nanf("");
  EXPECT_THAT(validate(params).error().message, HasSubstr("rotate"));
  params = valid_params();
  params.blur_min = 2;
  EXPECT_THAT(validate(params).error().message, HasSubstr("blur_min"));
  params = valid_params();
  params.scale_min = 2;
  EXPECT_THAT(validate(params).error().message, HasSubstr("scale_min"));
  params = valid_params();
  params.targets.clear();
  EXPECT_THAT(validate(params).error().message, HasSubstr("objective"));
  params.targets.assign(target_limit + 1, {});
  EXPECT_FALSE(validate(params).ok());
  params = valid_params();
  params.targets[0].weight = INFINITY;
  EXPECT_THAT(validate(params).error().message, HasSubstr("weight"));
  params = valid_params();
  params.border = static_cast<Border>(9);
  EXPECT_THAT(validate(params).error().message, HasSubstr("border"));
}

}  // namespace
}  // namespace birddream::recipe
