#include "train/nccl.h"

#include <ATen/ATen.h>
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "train/fake_nccl/fake_nccl.h"

namespace birddream::train {
namespace {

using testing::HasSubstr;

FakeNccl& knobs() {
  static void* const library = dlopen(BIRDDREAM_FAKE_NCCL, RTLD_NOW);
  return *reinterpret_cast<FakeNccl* (*)()>(dlsym(library, "fake_nccl"))();
}

/// Runs `work(nccl, rank, joined)` on two threads that have joined.
template <class Work>
void on_two_ranks(Work work) {
  std::promise<std::string> from_first;
  const std::shared_future<std::string> shared = from_first.get_future().share();
  const auto process = [&](int rank) {
    auto nccl = Nccl::open(BIRDDREAM_FAKE_NCCL);
    ASSERT_TRUE(nccl) << nccl.error().message;
    const Status joined = (*nccl)->join(rank, 2, at::kCPU, [&](const std::string& mine) {
      if (rank == 0) from_first.set_value(mine);
      return shared.get();
    });
    work(**nccl, rank, joined);
  };
  std::thread other([&] { process(1); });
  process(0);
  other.join();
}

class NcclTest : public testing::Test {
 protected:
  void TearDown() override {
    EXPECT_EQ(knobs().open, 0) << "given back";
    knobs().refuses_to_join = 0;
    knobs().sums_left = -1;
  }
};

TEST_F(NcclTest, SumsOverAllProcesses) {
  on_two_ranks([](Nccl& nccl, int rank, const Status& joined) {
    ASSERT_TRUE(joined) << joined.error().message;
    for (int i = 1; i < 20; ++i) {
      at::Tensor mine = at::arange(i * 5, at::kFloat) * (rank + i);
      nccl.sum(mine);
      EXPECT_TRUE(at::equal(mine, at::arange(i * 5, at::kFloat) * (2 * i + 1)));
    }
  });
}

TEST_F(NcclTest, WhatItRefusesIsAReason) {
  knobs().refuses_to_join = 5;
  on_two_ranks([](Nccl&, int, const Status& joined) {
    ASSERT_FALSE(joined);
    EXPECT_EQ(joined.error().message, "NCCL does not connect the processes (invalid usage)");
  });
}

TEST_F(NcclTest, ABreakdownMidwayThrowsAndGivesTheGroupBack) {
  knobs().sums_left = 2;
  on_two_ranks([](Nccl& nccl, int, const Status& joined) {
    ASSERT_TRUE(joined);
    at::Tensor mine = at::ones({3}, at::kFloat);
    nccl.sum(mine);
    EXPECT_THROW(nccl.sum(mine), std::runtime_error);
  });
}

TEST_F(NcclTest, TakesFloatsThatLieInOnePiece) {
  on_two_ranks([](Nccl& nccl, int, const Status& joined) {
    ASSERT_TRUE(joined);
    at::Tensor turned = at::ones({3, 4}, at::kFloat).t(), doubles = at::ones({3}, at::kDouble);
    EXPECT_THROW(nccl.sum(turned), std::exception);
    EXPECT_THROW(nccl.sum(doubles), std::exception);
  });
}

TEST(NcclOpen, SaysWhyThereIsNone) {
  EXPECT_THAT(Nccl::open("/nowhere/libnccl.so.2").error().message, HasSubstr("NCCL does not load"));
  EXPECT_THAT(Nccl::open("libm.so.6").error().message, HasSubstr("libm.so.6 is not NCCL"));
}

}  // namespace
}  // namespace birddream::train
