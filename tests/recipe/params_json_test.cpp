#include "recipe/params_json.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "recipe/presets.h"
#include "recipe/recipe_test_support.h"

namespace birddream::recipe {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

TEST(ParamsJson, EveryPresetSurvivesTheRoundTrip) {
  for (const Preset& preset : built_in_presets()) {
    const auto read = params_from_json(json::parse(to_json(preset.params).dump()));
    ASSERT_TRUE(read.ok()) << preset.name << ": " << read.error().message;
    EXPECT_EQ(*read, preset.params) << preset.name;
  }
}

TEST(ParamsJson, PresetsAreWhatTheyWere) {
  // A deliberate change of a preset changes this file too: tests/golden/presets.json, written by hand from
  // the presets' sources (recipes of 2015, 2017, 2021), key by key.
  std::ifstream file(BIRDDREAM_SOURCE_DIR "/tests/golden/presets.json");
  const json golden = json::parse(file, nullptr, false);
  ASSERT_TRUE(golden.is_object());
  for (const auto& [name, expected] : golden.items()) {
    const Preset* preset = find_preset(name);
    ASSERT_NE(preset, nullptr) << name;
    const json actual = to_json(preset->params);
    for (const auto& [key, value] : expected.items()) {
      if (value.is_number_float()) {
        EXPECT_NEAR(actual.at(key).get<double>(), value.get<double>(), 1e-6) << name << "." << key;
      } else {
        EXPECT_EQ(actual.at(key), value) << name << "." << key;
      }
    }
  }
  EXPECT_EQ(golden.size(), built_in_presets().size());
}

TEST(ParamsJson, APlaceInALayerSurvivesTheRoundTrip) {
  DreamParams params = valid_params();
  params.targets = {{ObjectiveKind::neuron, "", "inception_4c", 7, 1.0F, "", "", 0.25F, 0.875F}};
  const auto again = params_from_json(to_json(params));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, params);
}

TEST(ParamsJson, MissingKeysKeepTheDefaults) {
  DreamParams defaults = valid_params();
  defaults.steps = 7;
  const auto read = params_from_json(json::parse(R"({"learning_rate": 0.5})"), defaults);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->steps, 7);
  EXPECT_FLOAT_EQ(read->learning_rate, 0.5F);
}

TEST(ParamsJson, RefusesHostileAndMistakenInput) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"[]", "object"},
      {"null", "object"},
      {R"({"version": 99})", "newer"},
      {R"({"version": 0})", "version"},
      {R"({"learnig_rate": 1})", "learning_rate"},
      {R"({"steps": 1.5})", "steps"},
      {R"({"steps": -1})", "steps"},
      {R"({"steps": 18446744073709551615})", "steps"},
      {R"({"seed": -1})", "seed"},
      {R"({"learning_rate": 1e999})", "learning_rate"},
      {R"({"learning_rate": "much"})", "learning_rate"},
      {R"({"clamp": 1})", "clamp"},
      {R"({"border": "soft"})", "gray, wrap, mirror"},
      {R"({"width": 100000})", "width"},
      {R"({"targets": []})", "objective"},
      {R"({"targets": [3]})", "targets"},
      {R"({"targets": {}})", "targets"},
      {R"({"targets": [{"kind": "logit"}]})", "class_logit"},
      {R"({"targets": [{"colour": "red"}]})", "colour"},
      {R"({"targets": [{"kind": "class_logit", "channel": -1}]})", "channel"},
      {R"({"targets": [{"kind": "neuron", "layer": "conv1", "across": 1.5}]})", "across"},
      {R"({"targets": [{"kind": "neuron", "layer": "conv1", "down": -0.1}]})", "down"},
  };
  for (const auto& [text, expected] : cases) {
    const json parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded()) continue;  // 1e999 is not JSON to every parser version
    const auto read = params_from_json(parsed, valid_params());
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_THAT(read.error().message, HasSubstr(expected)) << text;
  }
  json many = {{"targets", json::array()}};
  for (int i = 0; i < 17; ++i) many["targets"].push_back({{"kind", "class_logit"}, {"species", "hen"}});
  EXPECT_FALSE(params_from_json(many).ok());
  EXPECT_FALSE(params_from_json({{"start_photo", std::string(5000, 'x')}}, valid_params()).ok());
}

}  // namespace
}  // namespace birddream::recipe
