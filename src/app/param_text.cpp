#include "app/param_text.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <type_traits>

#include "base/text.h"
#include "recipe/field.h"
#include "recipe/presets.h"

namespace birddream::app {
namespace {

using recipe::DreamParams;
using recipe::ParamInfo;

// The shortest text that reads back as the same value.
template <class Number>
std::string number_text(Number value) {
  std::string text(64, ' ');
  text.resize(static_cast<std::size_t>(std::to_chars(text.data(), text.data() + text.size(), value).ptr -
                                       text.data()));
  return text;
}

std::string_view group_title(recipe::Group group) {
  switch (group) {
    case recipe::Group::picture:
      return "Picture";
    case recipe::Group::start:
      return "Start";
    case recipe::Group::parametrisation:
      return "How the picture is stored";
    case recipe::Group::step:
      return "One step";
    case recipe::Group::view:
      return "What the network sees";
    case recipe::Group::zoom:
      return "Endless zoom";
    case recipe::Group::octaves:
      return "Coarse to fine";
  }
  return "";
}

std::string padded(std::string_view text, std::size_t width) {
  std::string cell(std::max(width, text.size() + 1), ' ');
  std::copy(text.begin(), text.end(), cell.begin());
  return cell;
}

// Words of `text` in lines of at most `width`, each behind `indent`.
std::string wrapped(std::string_view text, const std::string& indent, std::size_t width) {
  std::istringstream words{std::string(text)};
  std::string all, line, word;
  while (words >> word) {
    if (!line.empty() && indent.size() + line.size() + 1 + word.size() > width) {
      all += indent + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return all + indent + line + "\n";
}

}  // namespace

std::string value_text(const DreamParams& params, const ParamInfo& info) {
  return recipe::visit_field(params, info, [&](const auto& value) -> std::string {
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, bool>) {
      return value ? "true" : "false";
    } else if constexpr (std::is_same_v<Value, std::string>) {
      return value;
    } else if constexpr (std::is_enum_v<Value>) {
      const auto index = static_cast<std::size_t>(value);
      return index < info.names.keys.size() ? std::string(info.names.keys[index]) : "?";
    } else {
      return number_text(value);
    }
  });
}

std::string allowed_text(const ParamInfo& info) {
  if (!info.names.keys.empty()) {
    std::string list;
    for (const std::string_view key : info.names.keys) list += (list.empty() ? "" : ", ") + std::string(key);
    return list;
  }
  if (std::holds_alternative<bool DreamParams::*>(info.field)) return "true, false";
  if (std::holds_alternative<std::string DreamParams::*>(info.field)) return "text";
  return number_text(info.min) + ".." + number_text(info.max) +
         (info.unit.empty() ? std::string() : std::string(" ").append(info.unit));
}

std::string target_text(const recipe::Target& target) {
  const auto keys = recipe::objective_names().keys;
  const auto index = static_cast<std::size_t>(target.kind);
  std::string text = index < keys.size() ? std::string(keys[index]) : "?";
  switch (target.kind) {
    case recipe::ObjectiveKind::layer:
      text.append(" ").append(target.layer);
      break;
    case recipe::ObjectiveKind::guide:
      text.append(" ").append(target.photo).append(" at ").append(target.layer);
      break;
    case recipe::ObjectiveKind::channel:
    case recipe::ObjectiveKind::neuron:
      text.append(" ").append(std::to_string(target.channel)).append(" of ").append(target.layer);
      break;
    default:
      text.append(" of ").append(target.species);
  }
  if (!target.checkpoint.empty()) text.append(", seen by ").append(target.checkpoint);
  if (target.weight != 1.0F) text.append(", weight ").append(number_text(target.weight));
  return printable(text);
}

std::string recipe_text(const DreamParams& params) {
  std::string text;
  for (const recipe::Target& target : params.targets)
    text.append("  objective = ").append(target_text(target)).append("\n");
  for (const ParamInfo& info : recipe::param_table()) {
    const std::string value = value_text(params, info);
    if (!value.empty())
      text.append("  ").append(info.key).append(" = ").append(printable(value)).append("\n");
  }
  return text;
}

std::string table_text() {
  const DreamParams& defaults = recipe::built_in_presets().front().params;
  std::string text = "Parameters for --set key=value, with the value of the preset " +
                     recipe::built_in_presets().front().name + " and what is allowed:\n";
  const ParamInfo* before = nullptr;
  for (const ParamInfo& info : recipe::param_table()) {
    if (before == nullptr || before->group != info.group)
      text.append("\n").append(group_title(info.group)).append("\n");
    const std::string value = value_text(defaults, info);
    text += "  " + padded(std::string(info.key), 22) + padded(value.empty() ? "-" : value, 16) +
            allowed_text(info) + "\n" + wrapped(info.help, "      ", 100);
    before = &info;
  }
  return text;
}

}  // namespace birddream::app
