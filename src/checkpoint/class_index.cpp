#include "checkpoint/class_index.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

#include "base/text.h"

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

}  // namespace

struct ClassIndex::Match {
  int index;
  Fit fit;
};

ClassIndex::ClassIndex(const Series& series) : series_(series.name) {
  entries_.reserve(series.classes.size());
  for (const ClassInfo& info : series.classes)
    entries_.push_back({info.name, normalise_name(info.name), normalise_name(info.scientific), info.bird});
  std::vector<std::size_t> order(entries_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {},
                           [&](std::size_t i) -> const std::string& { return entries_[i].common; });
  for (std::size_t place = 0; place < order.size(); ++place)
    entries_[order[place]].place = static_cast<int>(place);
}

const ClassIndex::Entry& ClassIndex::entry_of(const Match& match) const {
  return entries_[static_cast<std::size_t>(match.index)];
}

/// All classes that a normalised query fits, by common or scientific name, whichever fits better.
std::vector<ClassIndex::Match> ClassIndex::matches(const std::string& query) const {
  std::vector<Match> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto common = fit(entries_[i].common, query);
    const auto scientific = fit(entries_[i].scientific, query);
    const auto best = common && scientific ? std::min(common, scientific) : common ? common : scientific;
    if (best) found.push_back({static_cast<int>(i), *best});
  }
  return found;
}

std::vector<std::string> ClassIndex::near_names(const std::string& query,
                                                const std::vector<Match>& candidates) const {
  constexpr int most = 5;
  std::vector<std::string> names;
  for (const Match& match : candidates) {
    if (static_cast<int>(names.size()) == most) break;
    names.push_back(entry_of(match).name);
  }
  if (!names.empty()) return names;
  std::vector<std::string> all;
  for (const Entry& entry : entries_) all.push_back(entry.name);
  return similar_names(query, all, most);
}

Result<int> ClassIndex::find(std::string_view query) const {
  const std::string wanted = normalise_name(query);
  if (wanted.empty()) return Error{"No species was named. Give one, for example 'flamingo'."};
  const auto exact = std::ranges::find(entries_, wanted, &Entry::common);
  if (exact != entries_.end()) return static_cast<int>(exact - entries_.begin());
  std::vector<Match> found = matches(wanted);
  std::ranges::stable_sort(found, {}, [&](const Match& match) { return !entry_of(match).bird; });
  for (const Fit level : {Fit::exact, Fit::word}) {  // exact: a scientific name
    std::vector<Match> at_level;
    std::ranges::copy_if(found, std::back_inserter(at_level),
                         [level](const Match& match) { return match.fit <= level; });
    // Birds come first, so a lone bird is followed by something that is none.
    const bool lone_bird = at_level.size() > 1 && entry_of(at_level[0]).bird && !entry_of(at_level[1]).bird;
    if (at_level.size() == 1 || lone_bird) return at_level[0].index;
    if (!at_level.empty()) break;
  }
  const std::string what = found.empty() ? " has no class '" : " has several classes like '";
  return Error{"The series '" + series_ + "'" + what + std::string(query) + "'." +
               did_you_mean(near_names(wanted, found))};
}

std::vector<int> ClassIndex::search(std::string_view query, bool birds_only) const {
  std::vector<Match> found = matches(normalise_name(query));
  if (birds_only) std::erase_if(found, [&](const Match& match) { return !entry_of(match).bird; });
  std::ranges::stable_sort(found, {}, [&](const Match& match) {
    const Entry& entry = entry_of(match);
    return std::tuple(match.fit != Fit::exact, !entry.bird, match.fit, entry.place);
  });
  std::vector<int> indices;
  indices.reserve(found.size());
  for (const Match& match : found) indices.push_back(match.index);
  return indices;
}

Result<int> find_class(const Series& series, std::string_view query) {
  return ClassIndex(series).find(query);
}

Result<std::string> class_named(const Series& series, std::string_view query) {
  const auto index = find_class(series, query);
  if (!index) return index.error();
  return series.classes[static_cast<std::size_t>(*index)].name;
}

std::vector<int> search_classes(const Series& series, std::string_view query, bool birds_only) {
  return ClassIndex(series).search(query, birds_only);
}

}  // namespace birddream::checkpoint
