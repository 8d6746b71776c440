#include "ui/last_line.h"

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream::ui {
namespace {

TEST(LastLine, IsTheOneThatSaysSomething) {
  const FreshFolder folder;
  const auto said = [&](const std::string& text) {
    EXPECT_TRUE(write_file_atomically(folder / "said.txt", text));
    return last_line(folder / "said.txt");
  };
  EXPECT_EQ(last_line(folder / "missing.txt"), "");
  EXPECT_EQ(said(""), "");
  EXPECT_EQ(said("one\ntwo\n\n"), "two");
  EXPECT_EQ(said("10 %\r20 %\r"), "20 %");
  EXPECT_EQ(said("one\nunfinished"), "unfinished");
  std::string much;
  while (much.size() < 3'000'000) much += "epoch 1.20  loss 2.345\n";
  EXPECT_EQ(said(much + "The disk is full.\n"), "The disk is full.") << "however long it went on";
}

}  // namespace
}  // namespace birddream::ui
