#include "train/process_group.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "train/agreement.h"

namespace birddream::train {
namespace {

/// A port that another test program at the same time is unlikely to have.
int some_port() {
  return 20000 + static_cast<int>(getpid() % 20000);
}

/// Runs `work` on `count` ranks, a thread each.
template <class Work>
void on_ranks(int count, Work work) {
  const int port = some_port();
  std::vector<std::thread> threads;
  for (int rank = 0; rank < count; ++rank) {
    threads.emplace_back([=] {
      auto joined = join({rank, count, "127.0.0.1", port});
      ASSERT_TRUE(joined) << joined.error().message;
      work(**joined);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(ProcessGroup, AveragesTensorsOfAnyShapeAndLayout) {
  on_ranks(2, [](Ranks& ranks) {
    const auto mine = static_cast<float>(ranks.rank());
    std::vector<at::Tensor> tensors = {
        at::full({2, 3, 4, 5}, mine).contiguous(at::MemoryFormat::ChannelsLast), at::full({7}, 10 * mine),
        at::arange(6) * 1.0};
    tensors[0].select(1, 2).add_(1);
    ranks.average(tensors);
    EXPECT_TRUE(at::allclose(tensors[0].select(1, 0), at::full({2, 4, 5}, 0.5)));
    EXPECT_TRUE(at::allclose(tensors[0].select(1, 2), at::full({2, 4, 5}, 1.5)));
    EXPECT_TRUE(at::allclose(tensors[1], at::full({7}, 5.0)));
    EXPECT_TRUE(at::allclose(tensors[2].to(at::kFloat), at::arange(6).to(at::kFloat)));
  });
}

TEST(ProcessGroup, OneThatWantsToStopStopsAll) {
  on_ranks(2, [](Ranks& ranks) {
    EXPECT_FALSE(ranks.any(false));
    EXPECT_TRUE(ranks.any(ranks.rank() == 1));
  });
}

TEST(ProcessGroup, AllLearnWhetherTheyAgree) {
  on_ranks(2, [](Ranks& ranks) {
    EXPECT_TRUE(all_agree(ranks, "the same"));
    EXPECT_FALSE(all_agree(ranks, ranks.rank() == 0 ? "step 3" : "step 0"));
  });
  Ranks alone;
  EXPECT_TRUE(all_agree(alone, "anything"));
}

TEST(ProcessGroup, AloneNothingIsShared) {
  auto alone = join({});
  ASSERT_TRUE(alone);
  std::vector<at::Tensor> tensors = {at::ones({3})};
  (*alone)->average(tensors);
  EXPECT_TRUE(at::equal(tensors[0], at::ones({3})));
  EXPECT_TRUE((*alone)->any(true));
  EXPECT_EQ((*alone)->count(), 1);
}

TEST(ProcessGroup, TheEnvironmentNamesTheMeeting) {
  const auto set = [](const char* rank, const char* count, const char* port) {
    setenv("RANK", rank, 1);
    setenv("WORLD_SIZE", count, 1);
    setenv("MASTER_PORT", port, 1);
    setenv("MASTER_ADDR", "localhost", 1);
    const auto meeting = meeting_from_environment();
    for (const char* name : {"RANK", "WORLD_SIZE", "MASTER_PORT", "MASTER_ADDR"}) unsetenv(name);
    return meeting;
  };
  const auto good = set("1", "4", "29777");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->rank, 1);
  EXPECT_EQ(good->count, 4);
  EXPECT_EQ(good->port, 29777);
  EXPECT_EQ(good->address, "localhost");
  EXPECT_EQ(good->local_rank, 0);
  setenv("LOCAL_RANK", "3", 1);
  EXPECT_EQ(set("1", "4", "29777")->local_rank, 3);
  setenv("LOCAL_RANK", "-1", 1);
  EXPECT_FALSE(set("1", "4", "29777"));
  unsetenv("LOCAL_RANK");
  EXPECT_FALSE(set("4", "4", "29777"));
  EXPECT_FALSE(set("0", "x", "29777"));
  EXPECT_FALSE(set("0", "2", "99999"));
  EXPECT_EQ(meeting_from_environment()->count, 1);
}

}  // namespace
}  // namespace birddream::train
