#include "image/png.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;
using recipe::ObjectiveKind;

class UiGuide : public Hands {
 protected:
  void SetUp() override {
    begin(1);
    play([](ImGuiTestContext* c) {
      c->ItemClick("//Recipe/$$0/##kind");
      c->ItemClick("//$FOCUSED/Guide photo");
    });
    ASSERT_EQ(params().targets[0].kind, ObjectiveKind::guide);
  }
  fs::path photo(const std::string& name) const {
    const fs::path file = folder / name;
    EXPECT_TRUE(image::write_png(file, image::Rgb8(64, 64, 90)));
    return file;
  }
  bool dreams_of(ObjectiveKind kind, const std::string& guide) {
    return draw_until([&] {
      const recipe::Target target = painting->used().targets[0];
      return target.kind == kind && target.photo == guide;
    });
  }
};

TEST_F(UiGuide, UntilThereIsAPhotoItsLayerIsDreamtOf) {
  EXPECT_EQ(params().targets[0].layer, "inception_4d");
  EXPECT_TRUE(dreams_of(ObjectiveKind::layer, ""));
  EXPECT_NE(model().frame->phase, engine::Phase::failed);
}

TEST_F(UiGuide, ThePhotoIsChosenInTheOpenWindow) {
  const std::string wanted = photo("petals.png").string();
  play([&](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/$$0/Choose ...");
    c->Yield(3);
    c->ItemClick("//Open/##path");
    c->KeyCharsReplaceEnter(wanted.c_str());
  });
  EXPECT_EQ(params().targets[0].photo, wanted) << toast();
  EXPECT_TRUE(dreams_of(ObjectiveKind::guide, wanted));
  EXPECT_EQ(params().start, recipe::StartKind::gray) << "it is no start image";
  // Another one, by the button that has the first one's name.
  const std::string other = photo("feathers.png").string();
  play([&](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/$$0/petals.png");
    c->Yield(3);
    c->ItemClick("//Open/##path");
    c->KeyCharsReplaceEnter(other.c_str());
  });
  EXPECT_TRUE(dreams_of(ObjectiveKind::guide, other)) << toast();
}

TEST_F(UiGuide, ADroppedPhotoIsTheGuideThatWaitsAndTheNextOneTheStart) {
  const fs::path first = photo("petals.png");
  const fs::path second = photo("feathers.png");
  drop({first});
  EXPECT_EQ(params().targets[0].photo, first.string());
  EXPECT_TRUE(params().start_photo.empty());
  drop({second});
  EXPECT_EQ(params().targets[0].photo, first.string());
  EXPECT_EQ(params().start_photo, second.string());
  EXPECT_TRUE(dreams_of(ObjectiveKind::guide, first.string()));
}

}  // namespace
}  // namespace birddream::ui
