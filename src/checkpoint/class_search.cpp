#include <algorithm>
#include <optional>
#include <tuple>

#include "base/text.h"
#include "checkpoint/series.h"

namespace birddream::checkpoint {
namespace {

/// How a query sits in a name, best first. `word` is a whole word: "eagle" in "bald eagle".
enum class Fit { exact, prefix, word, word_start, inside };

std::optional<Fit> fit(std::string_view name, std::string_view query) {
  if (name.empty()) return std::nullopt;
  if (name == query) return Fit::exact;
  if (name.starts_with(query)) return Fit::prefix;
  std::optional<Fit> best;
  for (auto at = name.find(query); at != std::string_view::npos; at = name.find(query, at + 1)) {
    const bool starts = at > 0 && name[at - 1] == ' ';
    const std::size_t after = at + query.size();
    const bool ends = after == name.size() || name[after] == ' ';
    const Fit here = !starts ? Fit::inside : ends ? Fit::word : Fit::word_start;
    best = best ? std::min(*best, here) : here;
  }
  return best;
}

struct Match {
  int index;
  Fit fit;
};

/// All classes that a normalised query fits, by common or scientific name, whichever fits better.
std::vector<Match> matches(const Series& series, const std::string& query) {
  std::vector<Match> found;
  for (std::size_t i = 0; i < series.classes.size(); ++i) {
    const auto common = fit(normalise_name(series.classes[i].name), query);
    const auto scientific = fit(normalise_name(series.classes[i].scientific), query);
    const auto best = common && scientific ? std::min(common, scientific) : common ? common : scientific;
    if (best) found.push_back({static_cast<int>(i), *best});
  }
  return found;
}

std::vector<std::string> near_names(const Series& series, const std::string& query,
                                    const std::vector<Match>& candidates) {
  constexpr int most = 5;
  std::vector<std::string> names;
  for (const Match& match : candidates) {
    if (static_cast<int>(names.size()) == most) break;
    names.push_back(series.classes[static_cast<std::size_t>(match.index)].name);
  }
  if (!names.empty()) return names;
  std::vector<std::string> all;
  for (const ClassInfo& info : series.classes) all.push_back(info.name);
  return similar_names(query, all, most);
}

}  // namespace

Result<int> find_class(const Series& series, std::string_view query) {
  const std::string wanted = normalise_name(query);
  if (wanted.empty()) return Error{"No species was named. Give one, for example 'flamingo'."};
  const auto is_bird = [&](int index) { return series.classes[static_cast<std::size_t>(index)].bird; };

  for (std::size_t i = 0; i < series.classes.size(); ++i) {
    if (normalise_name(series.classes[i].name) == wanted) return static_cast<int>(i);
  }
  std::vector<Match> found = matches(series, wanted);
  std::ranges::stable_sort(found, {}, [&](const Match& match) { return !is_bird(match.index); });
  for (const Fit level : {Fit::exact, Fit::word}) {  // exact: a scientific name
    std::vector<int> at_level;
    for (const Match& match : found) {
      if (match.fit <= level) at_level.push_back(match.index);
    }
    // Birds come first, so a lone bird is followed by something that is none.
    const bool lone_bird = at_level.size() > 1 && is_bird(at_level[0]) && !is_bird(at_level[1]);
    if (at_level.size() == 1 || lone_bird) return at_level[0];
    if (!at_level.empty()) break;
  }
  const std::string what = found.empty() ? " has no class '" : " has several classes like '";
  return Error{"The series '" + series.name + "'" + what + std::string(query) + "'." +
               did_you_mean(near_names(series, wanted, found))};
}

std::vector<int> search_classes(const Series& series, std::string_view query, bool birds_only) {
  std::vector<Match> found = matches(series, normalise_name(query));
  const auto info = [&](const Match& match) -> const ClassInfo& {
    return series.classes[static_cast<std::size_t>(match.index)];
  };
  if (birds_only) std::erase_if(found, [&](const Match& match) { return !info(match).bird; });
  std::ranges::stable_sort(found, {}, [&](const Match& match) {
    return std::tuple(match.fit != Fit::exact, !info(match).bird, match.fit,
                      normalise_name(info(match).name));
  });
  std::vector<int> indices;
  indices.reserve(found.size());
  for (const Match& match : found) indices.push_back(match.index);
  return indices;
}

}  // namespace birddream::checkpoint
