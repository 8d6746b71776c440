#pragma once

// glad before anything that brings GL headers of its own
#include <glad/gl.h>

#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <implot.h>

#include <algorithm>
#include <memory>

#include "gl/context.h"
#include "image/rgb8.h"

namespace birddream::ui {

/// ImGui on a GL framebuffer without window or screen: what the interface draws can be looked at, input comes
/// from the Test Engine.
class Screen {
 public:
  static std::unique_ptr<Screen> create(int width, int height) {
    auto context = gl::HeadlessContext::create();
    EXPECT_TRUE(context) << context.error().message;
    if (!context) return nullptr;
    return std::unique_ptr<Screen>(new Screen(std::move(context).value(), width, height));
  }
  ~Screen() {
    ImGui_ImplOpenGL3_Shutdown();
    ImPlot::DestroyContext();
    ImGui::DestroyContext();
    glDeleteRenderbuffers(1, &colour_);
    glDeleteFramebuffers(1, &framebuffer_);
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void begin_frame() const {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
    io.DeltaTime = 1.0F / 60;
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
  }
  /// Lays the frame out and paints it.
  void end_frame() const {
    ImGui::Render();
    paint();
    catch_up();
  }
  /// Lays the frame out only: software GL is slow.
  void end_frame_unpainted() const {
    ImGui::Render();
    catch_up();
  }
  image::Rgb8 read() const {
    image::Rgb8 flipped(width_, height_);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, flipped.pixels.data());
    image::Rgb8 upright(width_, height_);  // GL's first row is the lowest
    const auto row = 3 * static_cast<std::ptrdiff_t>(width_);
    for (int y = 0; y < height_; ++y)
      std::copy_n(flipped.pixels.begin() + row * (height_ - 1 - y), row, upright.pixels.begin() + row * y);
    return upright;
  }

 private:
  Screen(std::unique_ptr<gl::HeadlessContext> context, int width, int height)
      : context_(std::move(context)), width_(width), height_(height) {
    glGenFramebuffers(1, &framebuffer_);
    glGenRenderbuffers(1, &colour_);
    glBindRenderbuffer(GL_RENDERBUFFER, colour_);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour_);
    ImGui::CreateContext();
    ImPlot::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigFlags |= ImGuiConfigFlags_DockingEnable;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.IniFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 330 core");
  }

  void paint() const {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, width_, height_);
    const ImVec4& back = ImGui::GetStyleColorVec4(ImGuiCol_DockingEmptyBg);
    glClearColor(back.x, back.y, back.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  }
  // There is no swap to wait in: without this the software driver's queue grows for as long as frames come
  // faster than it draws them. Unpainted frames queue work too, the dream's upload and display pass.
  static void catch_up() { glFinish(); }

  std::unique_ptr<gl::HeadlessContext> context_;
  int width_;
  int height_;
  unsigned framebuffer_ = 0;
  unsigned colour_ = 0;
};

}  // namespace birddream::ui
