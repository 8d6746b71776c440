#include "train/run_name.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

namespace birddream::train {
namespace {

constexpr std::string_view first_of_the_new = " photo_list=";

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words(1);
  for (const char c : line) {
    if (c == ' ' || c == '=' || c == '/') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

/// Earlier versions wrote floats with nine digits: 0.55 as 0.550000012.
bool is_same_word(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto is_fraction = [](const std::string& word) { return word.find('.') != std::string::npos; };
  return is_fraction(a) && is_fraction(b) &&
         std::strtof(a.c_str(), nullptr) == std::strtof(b.c_str(), nullptr);
}

bool is_early(std::string_view stored) {
  return stored.find(first_of_the_new) == std::string_view::npos;
}

bool is_same_value(const std::string& a, const std::string& b) {
  const std::vector<std::string> x = words_of(a), y = words_of(b);
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), is_same_word);
}

using Entries = std::vector<std::pair<std::string, std::string>>;

/// "a=1 b=2" in its order.
Entries entries_of(std::string_view name) {
  Entries entries(1);
  bool in_key = true;
  for (const char c : name) {
    if (c == ' ') {
      entries.emplace_back();
      in_key = true;
    } else if (c == '=' && in_key) {
      in_key = false;
    } else {
      (in_key ? entries.back().first : entries.back().second) += c;
    }
  }
  std::erase_if(entries, [](const auto& entry) { return entry.first.empty(); });
  return entries;
}

std::string told(const std::string& key, const std::string* value) {
  return value == nullptr ? "no " + key : key + "=" + *value;
}

/// For what no option is called by its name.
std::string meaning_of(const std::string& key) {
  if (key == "photo_list") return " (other photos, or others of them are held out)";
  if (key == "parent") return " (other weights to begin with)";
  return "";
}

}  // namespace

std::string name_of_run(const TrainJob& job, const std::string& teachers, int ranks) {
  std::string name = describe(job.params);
  name += " architecture=" + job.series.architecture;
  name += " classes=" + std::to_string(job.series.classes.size());
  name += " photos=" + std::to_string(job.split.train.size()) + " processes=" + std::to_string(ranks);
  name += " parent=" + job.parent;
  name.append(first_of_the_new).append(data::fingerprint(job.photos, job.split));
  return name + teachers;
}

bool is_same_run(const std::string& stored, const std::string& now) {
  if (!is_early(stored)) return stored == now;
  return is_same_value(stored, now.substr(0, now.find(first_of_the_new)));
}

std::string difference(const std::string& stored, const std::string& now) {
  const bool early = is_early(stored);
  const Entries before = entries_of(stored);
  const Entries after = entries_of(early ? now.substr(0, now.find(first_of_the_new)) : now);
  const auto value_in = [](const Entries& entries, const std::string& key) -> const std::string* {
    const auto found = std::ranges::find(entries, key, &Entries::value_type::first);
    return found == entries.end() ? nullptr : &found->second;
  };
  std::string text;
  const auto compare = [&](const std::string& key, const std::string* a, const std::string* b) {
    if (a != nullptr && b != nullptr && (early ? is_same_value(*a, *b) : *a == *b)) return;
    text += (text.empty() ? "" : "; ") + told(key, a) + " there, " + told(key, b) + " now" + meaning_of(key);
  };
  for (const auto& [key, value] : before) compare(key, &value, value_in(after, key));
  for (const auto& [key, value] : after) {
    if (value_in(before, key) == nullptr) compare(key, nullptr, &value);
  }
  return text;
}

}  // namespace birddream::train
