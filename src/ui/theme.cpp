#include "ui/theme.h"

#include <implot.h>

namespace birddream::ui {
namespace {

constexpr float base_size = 15.0F;
constexpr float small_size = 13.0F;
constexpr float title_size = 19.0F;

Palette current;
ImFont* bold = nullptr;

ImVec4 rgb(unsigned hex, float alpha = 1.0F) {
  return {static_cast<float>((hex >> 16) & 255U) / 255.0F, static_cast<float>((hex >> 8) & 255U) / 255.0F,
          static_cast<float>(hex & 255U) / 255.0F, alpha};
}

Palette dark_palette() {
  Palette p;
  p.accent = rgb(0xFF7A68);
  p.accent_quiet = rgb(0xFF7A68, 0.24F);
  p.on_accent = rgb(0x1D0E0B);
  p.text = rgb(0xE8E6E2);
  p.text_quiet = rgb(0x979DA6);
  p.text_faint = rgb(0x5E656F);
  p.warning = rgb(0xF2C14E);
  p.window = rgb(0x0D0F11);
  p.panel = rgb(0x15181B);
  p.field = rgb(0x22272D);
  p.field_hover = rgb(0x2E343C);
  p.line = rgb(0x272C32);
  p.canvas = rgb(0x090A0C);
  return p;
}

Palette light_palette() {
  Palette p;
  p.accent = rgb(0xD4493A);
  p.accent_quiet = rgb(0xD4493A, 0.18F);
  p.on_accent = rgb(0xFFFFFF);
  p.text = rgb(0x24221F);
  p.text_quiet = rgb(0x6B6761);
  p.text_faint = rgb(0xA8A39B);
  p.warning = rgb(0x9A6700);
  p.window = rgb(0xDFDCD6);
  p.panel = rgb(0xF4F2EE);
  p.field = rgb(0xE7E4DE);
  p.field_hover = rgb(0xDBD7CF);
  p.line = rgb(0xD8D4CC);
  p.canvas = rgb(0xCFCBC4);
  return p;
}

void set_colours(const Palette& p, bool dark) {
  ImVec4* c = ImGui::GetStyle().Colors;
  const ImVec4 clear = {0, 0, 0, 0};
  c[ImGuiCol_Text] = p.text;
  c[ImGuiCol_TextDisabled] = p.text_quiet;
  c[ImGuiCol_WindowBg] = p.panel;
  c[ImGuiCol_ChildBg] = clear;
  c[ImGuiCol_PopupBg] = dark ? rgb(0x181B1F) : rgb(0xFBFAF8);
  c[ImGuiCol_Border] = p.line;
  c[ImGuiCol_BorderShadow] = clear;
  c[ImGuiCol_FrameBg] = p.field;
  c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_FrameBgActive] = p.field_hover;
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = c[ImGuiCol_TitleBgCollapsed] = c[ImGuiCol_PopupBg];
  c[ImGuiCol_MenuBarBg] = p.window;
  c[ImGuiCol_ScrollbarBg] = clear;
  c[ImGuiCol_ScrollbarGrab] = p.field_hover;
  c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = p.text_faint;
  c[ImGuiCol_CheckMark] = p.accent;
  c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = p.accent;
  c[ImGuiCol_Button] = p.field;
  c[ImGuiCol_ButtonHovered] = p.field_hover;
  c[ImGuiCol_ButtonActive] = p.accent_quiet;
  c[ImGuiCol_Header] = p.accent_quiet;
  c[ImGuiCol_HeaderHovered] = p.field_hover;
  c[ImGuiCol_HeaderActive] = p.accent_quiet;
  c[ImGuiCol_Separator] = p.line;
  c[ImGuiCol_SeparatorHovered] = p.text_faint;
  c[ImGuiCol_SeparatorActive] = p.accent;
  c[ImGuiCol_ResizeGrip] = clear;
  c[ImGuiCol_ResizeGripHovered] = c[ImGuiCol_ResizeGripActive] = p.field_hover;
  c[ImGuiCol_Tab] = c[ImGuiCol_TabDimmed] = p.window;
  c[ImGuiCol_TabSelected] = c[ImGuiCol_TabDimmedSelected] = p.panel;
  c[ImGuiCol_TabHovered] = p.field_hover;
  c[ImGuiCol_TabSelectedOverline] = c[ImGuiCol_TabDimmedSelectedOverline] = clear;
  c[ImGuiCol_DockingPreview] = p.accent_quiet;
  c[ImGuiCol_DockingEmptyBg] = p.window;
  c[ImGuiCol_PlotLines] = c[ImGuiCol_PlotHistogram] = p.accent;
  c[ImGuiCol_PlotLinesHovered] = c[ImGuiCol_PlotHistogramHovered] = p.accent;
  c[ImGuiCol_TableBorderLight] = c[ImGuiCol_TableBorderStrong] = p.line;
  c[ImGuiCol_TableHeaderBg] = c[ImGuiCol_TableRowBg] = c[ImGuiCol_TableRowBgAlt] = clear;
  c[ImGuiCol_TextSelectedBg] = p.accent_quiet;
  c[ImGuiCol_TextLink] = p.accent;
  c[ImGuiCol_DragDropTarget] = c[ImGuiCol_NavCursor] = p.accent;
  c[ImGuiCol_ModalWindowDimBg] = rgb(0x000000, 0.5F);
  c[ImGuiCol_InputTextCursor] = p.accent;
}

void set_plot_style(const Palette& p, float scale) {
  ImPlotStyle& plot = ImPlot::GetStyle();
  plot = ImPlotStyle();
  plot.Colors[ImPlotCol_FrameBg] = plot.Colors[ImPlotCol_PlotBg] = {0, 0, 0, 0};
  plot.Colors[ImPlotCol_PlotBorder] = {0, 0, 0, 0};
  plot.Colors[ImPlotCol_AxisGrid] = p.line;
  plot.Colors[ImPlotCol_AxisText] = p.text_quiet;
  plot.Colors[ImPlotCol_Crosshairs] = p.text_faint;
  plot.PlotPadding = {0, 2 * scale};
  plot.LabelPadding = {6 * scale, 4 * scale};
  plot.PlotMinSize = {60 * scale, 50 * scale};
  plot.MajorTickLen = plot.MinorTickLen = {0, 0};
  plot.MajorGridSize = {scale, scale};
  plot.MinorAlpha = 0;
  plot.FitPadding = {0, 0.08F};
}

}  // namespace

const Palette& palette() {
  return current;
}

Status load_fonts(const std::filesystem::path& folder) {
  bold = nullptr;  // of an earlier ImGui context
  const auto regular_file = folder / "Roboto-Regular.ttf";
  const auto bold_file = folder / "Roboto-Bold.ttf";
  const auto icon_file = folder / "Font_Awesome_6_Free-Solid-900.otf";
  for (const auto& file : {regular_file, bold_file, icon_file}) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
      return Error{file.string() + ": the font is missing; the interface uses a plain one."};
  }
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const auto add = [&](const std::filesystem::path& file) {
    ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), base_size);
    ImFontConfig merge;
    merge.MergeMode = true;
    merge.GlyphOffset = {0, 1};
    atlas.AddFontFromFileTTF(icon_file.c_str(), base_size * 0.87F, &merge);
    return font;
  };
  ImGui::GetIO().FontDefault = add(regular_file);
  bold = add(bold_file);
  return {};
}

void apply_theme(bool dark, float scale) {
  current = dark ? dark_palette() : light_palette();
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.FontSizeBase = base_size;
  style.WindowPadding = {14, 12};
  style.FramePadding = {9, 5};
  style.ItemSpacing = {8, 6};
  style.ItemInnerSpacing = {6, 5};
  style.CellPadding = {6, 4};
  style.IndentSpacing = 16;
  style.ScrollbarSize = 10;
  style.GrabMinSize = 12;
  style.WindowRounding = 6;
  style.ChildRounding = 5;
  style.FrameRounding = 5;
  style.PopupRounding = 6;
  style.ScrollbarRounding = 5;
  style.GrabRounding = 5;
  style.TabRounding = 5;
  style.WindowBorderSize = 1;  // of those that lie over others; what is docked or fixed has none
  style.PopupBorderSize = 1;
  style.TabBarBorderSize = 0;
  style.DockingSeparatorSize = 3;
  style.WindowMenuButtonPosition = ImGuiDir_None;
  style.SelectableTextAlign = {0, 0.5F};
  style.SeparatorTextBorderSize = 1;
  style.DisabledAlpha = 0.42F;
  style.HoverStationaryDelay = 0.3F;
  set_colours(current, dark);
  style.ScaleAllSizes(scale);
  style.FontScaleDpi = scale;
  set_plot_style(current, scale);
}

TypeScope::TypeScope(Type type) {
  ImFont* font = type == Type::strong || type == Type::title ? bold : nullptr;
  ImGui::PushFont(font, type == Type::small ? small_size : type == Type::title ? title_size : base_size);
}

ImVec4 faded(ImVec4 colour, float alpha) {
  return {colour.x, colour.y, colour.z, alpha};
}

ImU32 packed(const ImVec4& colour) {
  return ImGui::GetColorU32(colour);
}

}  // namespace birddream::ui
