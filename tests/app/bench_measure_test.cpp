#include "app/bench_measure.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>

#include <stdexcept>

namespace birddream::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Takes a millisecond each time.
Contender contender(const std::string& name, const at::Tensor& gradient) {
  return {name, [gradient]() -> Result<at::Tensor> { return gradient; },
          []() -> Result<double> { return 1; }};
}

const at::Tensor direction = at::arange(1, 13, at::kFloat);

class BenchMeasure : public testing::Test {
 protected:
  std::vector<std::string> remaining(int rounds) {
    BenchPeaks peaks;
    lines_ = measure(contenders_, peaks, rounds, "case", problems_);
    std::vector<std::string> names;
    for (const BenchLine& line : lines_) names.push_back(line.name);
    return names;
  }

  std::vector<Contender> contenders_ = {contender("plain", direction)};
  std::vector<BenchLine> lines_;
  std::vector<std::string> problems_;
};

TEST_F(BenchMeasure, AnotherGradientIsLeftOut) {
  at::Tensor almost = direction.clone();
  almost[11] = 0;
  contenders_.push_back(contender("scaled", direction * 3));
  contenders_.push_back(contender("against", -direction));
  contenders_.push_back(contender("nothing", at::zeros_like(direction)));
  contenders_.push_back(contender("almost", almost));
  contenders_.push_back(contender("none", direction));
  contenders_.back().gradient = []() -> Result<at::Tensor> { return Error{"it has none"}; };
  EXPECT_THAT(remaining(1), ElementsAre("plain", "scaled", "almost"));
  EXPECT_LT(lines_[2].cosine, 0.95);
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("case, against: left out"),
                                     HasSubstr("case, nothing: left out"), "case, none: it has none"));
  EXPECT_THAT(problems_[0], HasSubstr("-1.000 with that of plain"));
}

TEST_F(BenchMeasure, WhoFailsOnTheWayIsLeftOutAndTheOthersGoOn) {
  contenders_.push_back(contender("ends", direction));
  contenders_.back().run = [calls = 0]() mutable -> Result<double> {
    if (++calls == 7) return Error{"it has ended"};
    return 1;
  };
  contenders_.push_back(contender("throws", direction));
  contenders_.back().run = []() -> Result<double> { throw std::runtime_error("no room"); };
  contenders_.push_back(contender("last", direction));
  EXPECT_THAT(remaining(2), ElementsAre("plain", "last"));
  for (const BenchLine& line : lines_) EXPECT_EQ(line.milliseconds.size(), 8U) << line.name;
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("throws: "), "case, ends: it has ended"));
}

TEST_F(BenchMeasure, NobodyIsLeft) {
  contenders_[0].run = []() -> Result<double> { return Error{"it has ended"}; };
  EXPECT_THAT(remaining(1), ElementsAre());
}

}  // namespace
}  // namespace birddream::app
