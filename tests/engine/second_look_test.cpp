#include "engine/second_look.h"

#include <gtest/gtest.h>

#include "engine/fake_stepper.h"

namespace birddream::engine {
namespace {

FakeStepper stepper() {
  return FakeStepper(std::make_shared<FakeControls>());
}

TEST(SecondLook, NothingIsAskedThatIsNotWanted) {
  FakeStepper fake = stepper();
  const SecondLook look = look_again(fake, std::nullopt, false, 5);
  EXPECT_TRUE(look.top.empty() && look.nearest.empty());
}

TEST(SecondLook, TheMostProbableOfTheOtherCheckpointComeFirst) {
  FakeStepper fake = stepper();
  const SecondLook look = look_again(fake, checkpoint::place_at(2), true, 5);
  ASSERT_EQ(look.top.size(), 5U);
  EXPECT_EQ(look.top[0].class_index, 2);
  EXPECT_FLOAT_EQ(look.top[0].probability, 0.7F);
  for (std::size_t i = 1; i < look.top.size(); ++i) EXPECT_FLOAT_EQ(look.top[i].probability, 0.01F);
  EXPECT_EQ(look.nearest.size(), 2U);
}

/// Fewer classes than are asked for, or none.
class Few final : public dream::Stepper {
 public:
  explicit Few(Result<std::vector<float>> shares) : shares_(std::move(shares)) {}
  Result<std::vector<float>> probabilities_under(const checkpoint::Place&) override { return shares_; }
  Status load(const checkpoint::Place&) override { return {}; }
  Status restart(const recipe::DreamParams&) override { return {}; }
  Status set_params(const recipe::DreamParams&) override { return {}; }
  Result<dream::StepReport> step() override { return dream::StepReport{}; }
  int steps_done() const override { return 0; }
  image::PlanarView picture() const override { return {}; }
  dream::PictureRange picture_range() const override { return {}; }
  Result<std::vector<dream::Score>> classify(int) const override { return std::vector<dream::Score>(); }
  Result<float> spectrum_slope() const override { return 0.0F; }
  dream::StepperInfo info() const override { return {}; }
  Status set_series(const checkpoint::Series&) override { return {}; }
  Result<std::unique_ptr<dream::Stepper>> another() const override { return Error{"no other"}; }

 private:
  Result<std::vector<float>> shares_;
};

TEST(SecondLook, FewClassesAreAllNamed) {
  Few few(std::vector<float>{0.2F, 0.5F, 0.3F});
  const SecondLook look = look_again(few, checkpoint::place_at(0), false, 5);
  ASSERT_EQ(look.top.size(), 3U);
  EXPECT_EQ(look.top[0].class_index, 1);
  EXPECT_EQ(look.top[1].class_index, 2);
  EXPECT_EQ(look.top[2].class_index, 0);
}

TEST(SecondLook, ACheckpointThatCannotBeUsedGivesNothing) {
  Few few(Error{"weights missing"});
  EXPECT_TRUE(look_again(few, checkpoint::place_at(0), false, 5).top.empty());
}

}  // namespace
}  // namespace birddream::engine
