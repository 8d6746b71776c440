#include "ui/gallery.h"

#include <gtest/gtest.h>

namespace birddream::ui {
namespace {

TEST(Gallery, AChannelThatCannotBeDreamtMakesRoomForTheOthersAndSaysWhy) {
  Gallery gallery("");
  Background background;
  gallery.look_at("fingerprint", "inception_4d", {});
  const auto look = [&] {
    for (int channel = 0; channel < 6; ++channel) gallery.in_sight(channel);
    gallery.end_of_frame(background);
    return gallery.wishes(checkpoint::place_at(0));
  };
  const auto wishes = look();
  ASSERT_EQ(wishes.size(), 4U) << "so many at once";
  engine::SideFrame beside;
  beside.tiles.resize(1);
  beside.tiles[0].id = wishes[0].id;
  beside.tiles[0].message = "There is no layer 'inception_4d'.";
  const gl::UploadPath path;
  gl::HostCopy to_host(path);
  ASSERT_TRUE(gallery.take(beside, to_host, background));
  EXPECT_EQ(gallery.refusal_of(0), "There is no layer 'inception_4d'.");
  EXPECT_EQ(gallery.refusal_of(1), "");
  for (const auto& wish : look()) EXPECT_NE(wish.id, wishes[0].id);
  EXPECT_EQ(gallery.missing(), 5U);
  gallery.look_at("another", "inception_4d", {});
  EXPECT_EQ(gallery.refusal_of(0), "") << "under other weights it is tried again";
}

}  // namespace
}  // namespace birddream::ui
