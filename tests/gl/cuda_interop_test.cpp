#include "gl/cuda_interop.h"

#include <dlfcn.h>

#include <cstdlib>
#include <fstream>

#include "base/fresh_folder.h"
#include "cuda/plugin_api.h"
#include "display_fixture.h"
#include "fake_cuda/fake_cuda.h"

namespace birddream::gl {
namespace {

class CudaInteropTest : public DisplayTest {
 protected:
  void SetUp() override {
    DisplayTest::SetUp();
    // Held open, so that what a test sets outlives a plug-in that is closed again.
    library_ = dlopen(BIRDDREAM_FAKE_CUDA, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library_, nullptr) << dlerror();
    fake_ = reinterpret_cast<FakeCuda* (*)()>(dlsym(library_, "fake_cuda"))();
    *fake_ = FakeCuda{};
  }
  void TearDown() override {
    DisplayTest::TearDown();
    if (fake_ == nullptr) return;
    EXPECT_EQ(fake_->live_textures, 0);
    EXPECT_EQ(fake_->live_memory, 0);
    dlclose(library_);
  }

  static UploadPath choose_fake() { return choose_upload_path(BIRDDREAM_FAKE_CUDA); }
  static image::PlanarView on_device(int width, int height) {
    auto picture = uneven_picture(width, height);
    picture.memory = image::Memory::cuda;
    return picture;
  }
  static std::vector<float> values_of(const image::PlanarView& picture) {
    return {picture.data, picture.data + picture.floats()};
  }

  void* library_ = nullptr;
  FakeCuda* fake_ = nullptr;
};

void expect_cpu(const UploadPath& path, const std::string& reason) {
  EXPECT_EQ(path.kind, UploadPath::Kind::cpu);
  EXPECT_EQ(path.why.rfind("Pictures are uploaded from the CPU: ", 0), 0U) << path.why;
  EXPECT_NE(path.why.find(reason), std::string::npos) << path.why;
}

TEST_F(CudaInteropTest, WithoutThePluginPicturesComeFromTheCpu) {
  const UploadPath path = choose_upload_path("no/such/birddream_cuda.so");
  expect_cpu(path, "birddream_cuda.so is not there");
  EXPECT_EQ(path.cuda, nullptr);
}

TEST_F(CudaInteropTest, AFileThatIsNoLibraryGivesTheLoadersReason) {
  const FreshFolder folder;
  const std::string file = folder / "birddream_not_a_library.so";
  std::ofstream(file) << "not a library";
  expect_cpu(choose_upload_path(file), "does not load");
  expect_cpu(choose_upload_path(folder.path()), "does not load");
}

TEST_F(CudaInteropTest, AnotherLibraryIsNotTakenForThePlugin) {
  Dl_info egl{};
  ASSERT_NE(dladdr(reinterpret_cast<const void*>(&eglGetError), &egl), 0);
  expect_cpu(choose_upload_path(egl.dli_fname), "is not a birddream plug-in");
}

TEST_F(CudaInteropTest, APluginOfAnotherVersionIsNotUsed) {
  fake_->fault = FakeFault::version;
  const UploadPath path = choose_fake();
  expect_cpu(path, "another version (" + std::to_string(BIRDDREAM_CUDA_API_VERSION + 1));
  EXPECT_EQ(path.cuda, nullptr);
}

TEST_F(CudaInteropTest, WhateverFailsInTheProbeIsTheReason) {
  for (const auto& [fault, reason] : {std::pair{FakeFault::no_device, "no fake device"},
                                      {FakeFault::other_renderer, "fake OpenGL elsewhere (it draws on "},
                                      {FakeFault::register_texture, "fake registration refused"},
                                      {FakeFault::allocate, "no memory left"},
                                      {FakeFault::upload, "fake copy broke off"},
                                      {FakeFault::changes_picture, "came back changed"}}) {
    fake_->fault = fault;
    const UploadPath path = choose_fake();
    expect_cpu(path, reason);
    // Without a device nothing of CUDA is used; with one, pictures can still come through the host.
    EXPECT_EQ(path.cuda == nullptr, fault == FakeFault::no_device) << reason;
    EXPECT_EQ(fake_->live_textures, 0) << reason;
    EXPECT_EQ(fake_->live_memory, 0) << reason;
  }
}

TEST_F(CudaInteropTest, AWorkingPluginIsChosenAfterAPictureWentThrough) {
  const UploadPath path = choose_fake();
  EXPECT_EQ(path.kind, UploadPath::Kind::cuda_interop) << path.why;
  EXPECT_EQ(fake_->uploads, 1);
}

TEST_F(CudaInteropTest, TheEnvironmentNamesAnotherPlugin) {
  ASSERT_EQ(setenv("BIRDDREAM_CUDA_PLUGIN", "/elsewhere/mine.so", 1), 0);
  EXPECT_EQ(cuda_plugin_file(), "/elsewhere/mine.so");
  expect_cpu(choose_upload_path(), "mine.so is not there");
  ASSERT_EQ(setenv("BIRDDREAM_CUDA_PLUGIN", "", 1), 0);
  EXPECT_EQ(cuda_plugin_file().filename(), "birddream_cuda.so");
  unsetenv("BIRDDREAM_CUDA_PLUGIN");
  EXPECT_EQ(cuda_plugin_file().filename(), "birddream_cuda.so");
}

TEST_F(CudaInteropTest, DevicePicturesArriveAndOthersStillDo) {
  const UploadPath path = choose_fake();
  PictureTexture texture(path);
  int event = 0;
  for (const auto& [width, height] : {std::pair{6, 4}, {6, 4}, {9, 5}}) {
    auto picture = on_device(width, height);
    picture.ready = &event;
    const Status uploaded = texture.upload(picture);
    ASSERT_TRUE(uploaded) << uploaded.error().message;
    EXPECT_EQ(texture.read(), values_of(picture));
    EXPECT_EQ(fake_->last_ready, &event);
    EXPECT_EQ(fake_->live_textures, 1);
  }
  EXPECT_EQ(fake_->uploads, 1 + 3);  // the probe's and these
  const auto from_cpu = uneven_picture(4, 4);
  ASSERT_TRUE(texture.upload(from_cpu));
  EXPECT_EQ(texture.read(), values_of(from_cpu));
}

TEST_F(CudaInteropTest, APictureInBothPlacesIsTakenFromTheDeviceWhereTexturesAreShared) {
  const UploadPath shared = choose_fake(), apart{UploadPath::Kind::cpu, "for a test", nullptr};
  image::PlanarView picture = uneven_picture(6, 5);
  std::vector<float> there = values_of(picture);
  for (float& value : there) value += 1;
  const int event = 0;
  picture.device = there.data();
  picture.ready = &event;
  PictureTexture texture(shared), plain(apart);
  const int before = fake_->uploads;
  ASSERT_TRUE(texture.upload(picture) && plain.upload(picture));
  EXPECT_EQ(texture.read(), there);
  EXPECT_EQ(fake_->last_ready, &event);
  EXPECT_EQ(fake_->uploads, before + 1);
  EXPECT_EQ(plain.read(), values_of(picture));
}

TEST_F(CudaInteropTest, ThePicturesMemoryIsHeldUntilItsCopyIsDone) {
  const UploadPath path = choose_fake();
  PictureTexture texture(path);
  auto picture = on_device(4, 4);
  const std::weak_ptr<const void> memory = picture.owner;
  fake_->busy = true;
  ASSERT_TRUE(texture.upload(picture));
  picture = {};
  EXPECT_FALSE(memory.expired());
  ASSERT_TRUE(texture.upload(on_device(4, 4)));
  EXPECT_FALSE(memory.expired());
  fake_->busy = false;
  ASSERT_TRUE(texture.upload(on_device(4, 4)));
  EXPECT_TRUE(memory.expired());
}

TEST_F(CudaInteropTest, WhenANewSizeFailsTheOldPictureStays) {
  const UploadPath path = choose_fake();
  PictureTexture texture(path);
  const auto good = on_device(6, 4);
  ASSERT_TRUE(texture.upload(good));
  for (const auto& [fault, reason] : {std::pair{FakeFault::register_texture, "registration refused"},
                                      {FakeFault::upload, "copy broke off"}}) {
    fake_->fault = fault;
    const Status refused = texture.upload(on_device(8, 8));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find(reason), std::string::npos) << refused.error().message;
    EXPECT_EQ(texture.width(), 6);
    EXPECT_EQ(texture.read(), values_of(good));
    EXPECT_EQ(fake_->live_textures, 1);
  }
}

TEST_F(CudaInteropTest, WhatLiesInTheHostsMemoryTooIsShownWhenCudaBreaksOff) {
  const UploadPath path = choose_fake();
  for (const FakeFault fault : {FakeFault::register_texture, FakeFault::upload}) {
    PictureTexture texture(path);
    for (const int width : {6, 8, 8}) {  // in a new texture and in the one that is there
      if (width == 8) fake_->fault = fault;
      auto picture = uneven_picture(width, 5);
      picture.device = picture.data;
      const Status uploaded = texture.upload(picture);
      ASSERT_TRUE(uploaded) << uploaded.error().message;
      EXPECT_EQ(texture.width(), width);
      EXPECT_EQ(texture.read(), values_of(picture));
    }
    fake_->fault = FakeFault::none;
  }
}

TEST_F(CudaInteropTest, WhereOpenGlDrawsElsewhereDevicePicturesGoThroughTheHost) {
  fake_->fault = FakeFault::other_renderer;
  const UploadPath path = choose_fake();
  PictureTexture texture(path);
  const auto picture = on_device(7, 3);
  const Status uploaded = texture.upload(picture);
  ASSERT_TRUE(uploaded) << uploaded.error().message;
  EXPECT_EQ(texture.read(), values_of(picture));
  EXPECT_EQ(fake_->downloads, 1);
  EXPECT_EQ(fake_->uploads, 0);
  fake_->fault = FakeFault::download;
  const Status refused = texture.upload(picture);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("to the host broke off"), std::string::npos);
}

/// The plug-in that ships, built beside the tests.
class RealPluginTest : public DisplayTest {
 protected:
  static std::filesystem::path plugin() { return BIRDDREAM_BINARY_DIR "/birddream_cuda.so"; }
  void SetUp() override {
    DisplayTest::SetUp();
    if (!std::filesystem::exists(plugin())) GTEST_SKIP() << plugin() << " was not built (no CUDA package)";
  }
};

TEST_F(RealPluginTest, AnswersOnEveryMachine) {
  const UploadPath path = choose_upload_path(plugin());
  EXPECT_EQ(path.why.find("does not load"), std::string::npos) << path.why;
  EXPECT_EQ(path.why.find("not a birddream plug-in"), std::string::npos) << path.why;
  EXPECT_EQ(path.why.find("another version"), std::string::npos) << path.why;
  std::error_code ignored;
  if (!std::filesystem::exists("/proc/driver/nvidia/version", ignored) &&
      !std::filesystem::exists("/dev/nvidiactl", ignored)) {
    expect_cpu(path, "no NVIDIA driver");
    EXPECT_EQ(path.cuda, nullptr);
  }
}

TEST_F(RealPluginTest, OnAGpuTheFrameEqualsTheOneUploadedFromTheCpu) {
  const UploadPath path = choose_upload_path(plugin());
  RecordProperty("path", path.why);
  // Set where there is a GPU that OpenGL should draw on: anything but the direct way is a failure there.
  if (std::getenv("BIRDDREAM_TEST_INTEROP") != nullptr) {
    ASSERT_EQ(path.kind, UploadPath::Kind::cuda_interop) << path.why;
  }
  if (path.cuda == nullptr) GTEST_SKIP() << "no CUDA device: " << path.why;
  PictureTexture texture(path);
  for (const auto& [width, height] : {std::pair{128, 128}, {61, 35}, {5, 224}}) {
    const auto picture = uneven_picture(width, height);
    const auto expected = show(picture);
    const std::vector<float> values(picture.data, picture.data + picture.floats());
    image::PlanarView device = picture;
    device.memory = image::Memory::cuda;
    device.owner.reset(path.cuda->allocate(picture.data, picture.floats()), [&](const void* memory) {
      path.cuda->release(static_cast<float*>(const_cast<void*>(memory)));
    });
    device.data = static_cast<const float*>(device.owner.get());
    ASSERT_NE(device.data, nullptr);
    for (int again = 0; again < 3; ++again) {
      const Status uploaded = texture.upload(device);
      ASSERT_TRUE(uploaded) << uploaded.error().message;
      EXPECT_EQ(texture.read(), values) << path.why;
      pass_->draw(texture, {}, width, height);
      EXPECT_EQ(pass_->read_back().pixels, expected.pixels) << path.why;
    }
  }
}

}  // namespace
}  // namespace birddream::gl
