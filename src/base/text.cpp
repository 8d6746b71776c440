#include "base/text.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace birddream {

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string normalise_name(std::string_view name) {
  std::string normal;
  std::string lower = to_lower(name);
  // Anna's, by either apostrophe, is Annas.
  for (const std::string_view apostrophe : {"'", "\xe2\x80\x99"}) {
    for (auto at = lower.find(apostrophe); at != std::string::npos; at = lower.find(apostrophe, at))
      lower.erase(at, apostrophe.size());
  }
  for (char c : lower) {
    if (c == '-' || c == '_' || c == '\t') c = ' ';
    if (c == ' ' && (normal.empty() || normal.back() == ' ')) continue;
    normal += c;
  }
  if (!normal.empty() && normal.back() == ' ') normal.pop_back();
  return normal;
}

std::string slug(std::string_view text) {
  std::string plain;
  for (const char c : normalise_name(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept || (!plain.empty() && plain.back() != '-')) plain += kept ? c : '-';
  }
  if (plain.ends_with('-')) plain.pop_back();
  return plain;
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = std::exchange(row[0], static_cast<int>(i));
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

std::vector<std::string> similar_names(std::string_view word, std::span<const std::string> candidates,
                                       int count) {
  const std::string wanted = normalise_name(word);
  const int tolerance = std::max<int>(2, static_cast<int>(wanted.size()) / 3);
  std::vector<std::pair<int, std::string>> near;
  for (const std::string& candidate : candidates) {
    const std::string name = normalise_name(candidate);
    const bool inside = wanted.size() >= 3 && name.find(wanted) != std::string::npos;
    const int distance = inside ? 1 : edit_distance(wanted, name);
    if (distance <= tolerance) near.emplace_back(distance, candidate);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (const auto& [distance, name] : near) {
    if (static_cast<int>(names.size()) == count) break;
    names.push_back(name);
  }
  return names;
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto at = [&](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
    const unsigned first = at(i);
    const std::size_t more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || bytes.size() - i <= more) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      // Only the second byte's range depends on the first: it excludes overlong forms, surrogates, >
      // U+10FFFF.
      const unsigned low = k > 1 ? 0x80U : first == 0xE0 ? 0xA0U : first == 0xF0 ? 0x90U : 0x80U;
      const unsigned high = k > 1 ? 0xBFU : first == 0xED ? 0x9FU : first == 0xF4 ? 0x8FU : 0xBFU;
      if (at(i + k) < low || at(i + k) > high) return false;
    }
    i += more + 1;
  }
  return true;
}

std::string printable(std::string text) {
  const bool utf8 = is_utf8(text);
  const auto in_c1 = [](unsigned char c) { return c >= 0x80 && c < 0xA0; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // C1 is "\xC2" and one byte more in UTF-8; of other bytes nobody knows what the terminal takes them for.
    const bool pair = utf8 && c == 0xC2 && in_c1(static_cast<unsigned char>(text[i + 1]));
    if (pair) text[i++] = '?';
    if (pair || c < 0x20 || c == 0x7f || (!utf8 && in_c1(c))) text[i] = '?';
  }
  return text;
}

std::string did_you_mean(std::span<const std::string> names) {
  if (names.empty()) return "";
  std::string text = " Did you mean ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += "'" + names[i] + "'";
  }
  return text + "?";
}

}  // namespace birddream
