#include "ui/kept_channels.h"

#include <gtest/gtest.h>

#include "base/fresh_folder.h"
#include "image/png.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class KeptChannels : public ::testing::Test {
 protected:
  /// So many pictures of some weights, looked at so many hours ago; their bytes.
  std::uintmax_t keep(const std::string& fingerprint, int count, int hours_ago) {
    std::uintmax_t bytes = 0;
    for (int channel = 0; channel < count; ++channel) {
      const fs::path file = kept_channel(root_.path(), fingerprint, "inception_4d", channel);
      keep_channel(file, image::Rgb8(96, 96, static_cast<std::uint8_t>(channel)));
      bytes += fs::file_size(file);
    }
    fs::last_write_time(root_ / fingerprint,
                        fs::file_time_type::clock::now() - std::chrono::hours(hours_ago));
    return bytes;
  }
  bool there(const std::string& fingerprint) const { return fs::exists(root_ / fingerprint); }

  FreshFolder root_;
};

TEST_F(KeptChannels, ArePicturesByWeightsLayerAndChannel) {
  const fs::path file = kept_channel(root_.path(), "feed", "mixed_5b", 7);
  EXPECT_EQ(file, root_.path() / "feed" / "mixed_5b" / "7.png");
  keep_channel(file, image::Rgb8(96, 96, 30));
  const auto read = image::read_png(file);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->picture.width, 96);
  keep_channel("/proc/none/7.png", image::Rgb8(96, 96));  // what the disk refuses is not said
}

TEST_F(KeptChannels, ThoseLookedAtLongestAgoMakeRoom) {
  const std::uintmax_t each = keep("a", 10, 30);
  keep("b", 10, 10);
  keep("c", 10, 20);
  make_room_for(root_.path(), "a", 10 * each);
  EXPECT_TRUE(there("a") && there("b") && there("c")) << "there is room";
  keep("a", 10, 30);
  make_room_for(root_.path(), "a", 2 * each + each / 2);
  EXPECT_TRUE(there("a")) << "these are looked at";
  EXPECT_TRUE(there("b"));
  EXPECT_FALSE(there("c"));
  make_room_for(root_.path(), "b", 2 * each + each / 2);
  keep("d", 10, 0);
  make_room_for(root_.path(), "d", each);
  EXPECT_TRUE(there("d"));
  EXPECT_FALSE(there("a") || there("b"));
  make_room_for(root_ / "nowhere", "d", each);
}

}  // namespace
}  // namespace birddream::ui
