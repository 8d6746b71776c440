#include "ui/desk.h"

#include <gtest/gtest.h>

#include <fstream>

#include "ui/bench_series.h"
#include "ui/fresh_folder.h"

namespace birddream::ui {
namespace {

TEST(Desk, WhatCouldNotBeSavedIsSaidThoughTheWindowIsGone) {
  const FreshFolder folder;
  std::ofstream(folder / "file") << "in the way";
  Settings settings;
  settings.save_folder = folder / "file" / "saved";
  ::testing::internal::CaptureStderr();
  {
    Desk desk(bench_series(2), settings);
    save_session(desk);
  }
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("saved: the folder cannot be made"), std::string::npos) << said;
}

}  // namespace
}  // namespace birddream::ui
