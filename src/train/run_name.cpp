#include "train/run_name.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
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
  if (stored.find(first_of_the_new) != std::string::npos) return stored == now;
  const std::vector<std::string> a = words_of(stored);
  const std::vector<std::string> b = words_of(std::string_view(now).substr(0, now.find(first_of_the_new)));
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same_word);
}

}  // namespace birddream::train
