#include "gl/window.h"

#include <glad/gl.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "keep_drivers.h"

namespace birddream::gl {
namespace {

/// The screen variables for one test, put back at its end.
class ScreenVariables {
 public:
  ScreenVariables(const char* display, const char* wayland) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const char* value = std::getenv(names[i]);
      if (value != nullptr) before_[i] = value;
      had_[i] = value != nullptr;
    }
    setenv(names[0], display, 1);
    setenv(names[1], wayland, 1);
  }
  ~ScreenVariables() {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (had_[i]) {
        setenv(names[i], before_[i].c_str(), 1);
      } else {
        unsetenv(names[i]);
      }
    }
  }
  ScreenVariables(const ScreenVariables&) = delete;
  ScreenVariables& operator=(const ScreenVariables&) = delete;

 private:
  static constexpr std::array<const char*, 2> names = {"DISPLAY", "WAYLAND_DISPLAY"};
  std::array<std::string, 2> before_;
  std::array<bool, 2> had_{};
};

TEST(WindowWithoutScreen, IsScaledOnceWhoeverDoesIt) {
  EXPECT_FLOAT_EQ(scale_in_units(2, 1600, 1600), 2) << "X11: units are pixels";
  EXPECT_FLOAT_EQ(scale_in_units(2, 1600, 3200), 1) << "Wayland: the framebuffer is larger";
  EXPECT_FLOAT_EQ(scale_in_units(1.5F, 1600, 2400), 1);
  EXPECT_FLOAT_EQ(scale_in_units(1, 1600, 1600), 1);
  EXPECT_FLOAT_EQ(scale_in_units(2, 0, 0), 2) << "nothing to be seen yet";
}

TEST(WindowWithoutScreen, SaysThatThereIsNoDisplay) {
  const ScreenVariables none("", "");
  EXPECT_FALSE(has_display());
  const auto window = Window::open({});
  ASSERT_FALSE(window);
  EXPECT_NE(window.error().message.find("DISPLAY and WAYLAND_DISPLAY are empty"), std::string::npos)
      << window.error().message;
}

TEST(WindowWithoutScreen, SaysThatTheDisplayDoesNotAnswer) {
  const ScreenVariables gone(":98765", "");
  EXPECT_TRUE(has_display());
  const auto window = Window::open({});
  ASSERT_FALSE(window);
  EXPECT_NE(window.error().message.find(":98765"), std::string::npos) << window.error().message;
  EXPECT_NE(window.error().message.find("reachable"), std::string::npos) << window.error().message;
}

/// Xvfb without -noreset starts anew whenever its last client leaves, and refuses clients for a moment.
Result<std::unique_ptr<Window>> open_patiently(const WindowOptions& options) {
  auto window = Window::open(options);
  for (int tries = 0; !window && tries < 40; ++tries) {
    if (window.error().message.find("Failed to open display") == std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    window = Window::open(options);
  }
  return window;
}

class WindowTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_display()) GTEST_SKIP() << "no display; ./test runs this under Xvfb";
    keep_drivers();
    WindowOptions options;
    options.title = "birddream test";
    options.width = 320;
    options.height = 200;
    options.position = WindowPosition{40, 60};
    auto made = open_patiently(options);
    ASSERT_TRUE(made) << made.error().message;
    window_ = std::move(made).value();
  }
  std::unique_ptr<Window> window_;
};

TEST_F(WindowTest, HasTheAskedSizeAndACoreContext) {
  window_->wait_events(0);
  EXPECT_EQ(window_->size().width, 320);
  EXPECT_EQ(window_->size().height, 200);
  EXPECT_GE(window_->framebuffer().width, 320);
  EXPECT_GT(window_->content_scale(), 0.0F);
  EXPECT_FALSE(window_->renderer().name.empty());
  EXPECT_FALSE(window_->iconified());
  EXPECT_FALSE(window_->should_close());
  GLint major = 0;
  glGetIntegerv(GL_MAJOR_VERSION, &major);
  EXPECT_GE(major, 3);
}

TEST_F(WindowTest, StandsWhereItStoodUnlessThatIsOffEveryScreen) {
  if (std::getenv("WAYLAND_DISPLAY") != nullptr) GTEST_SKIP() << "Wayland tells nobody where a window is";
  window_->wait_events(0.05);
  EXPECT_EQ(window_->position(), (WindowPosition{40, 60}));
  window_.reset();
  WindowOptions options;
  options.width = 320;
  options.height = 200;
  options.position = WindowPosition{50'000, 60};
  auto made = open_patiently(options);
  ASSERT_TRUE(made) << made.error().message;
  (*made)->wait_events(0.05);
  ASSERT_TRUE((*made)->position());
  EXPECT_LT((*made)->position()->x, 20'000);
}

TEST_F(WindowTest, DrawsAndSwaps) {
  glClearColor(0, 1, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  std::array<unsigned char, 4> pixel{};
  glReadPixels(5, 5, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel.data());
  EXPECT_EQ(pixel[1], 255);
  window_->swap();
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(WindowTest, HandsOnDroppedFiles) {
  const GLFWdropfun drop = glfwSetDropCallback(window_->handle(), nullptr);
  ASSERT_NE(drop, nullptr);
  std::array<const char*, 2> names = {"/pictures/a bird.png", "/pictures/\xC3\xA9.jpg"};
  drop(window_->handle(), 2, names.data());  // nobody listens yet
  std::vector<std::filesystem::path> dropped;
  window_->on_drop = [&](const auto& files) { dropped = files; };
  drop(window_->handle(), 2, names.data());
  EXPECT_EQ(dropped, (std::vector<std::filesystem::path>{names[0], names[1]}));
}

TEST_F(WindowTest, WakesFromAnotherThread) {
  window_->wait_events(0);
  std::thread other([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    Window::wake();
  });
  const auto begun = std::chrono::steady_clock::now();
  // Events of the window's own appearance may end a wait early; waking is what ends the last one.
  window_->wait_events(20);
  other.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST_F(WindowTest, SecondWindowAfterTheFirstClosed) {
  window_.reset();
  auto again = open_patiently({.visible = false});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->size().width, WindowOptions{}.width);
}

}  // namespace
}  // namespace birddream::gl
