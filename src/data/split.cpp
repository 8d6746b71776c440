#include "data/split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <system_error>

#include "base/atomic_file.h"
#include "base/formatted.h"
#include "base/number_from.h"
#include "base/random.h"
#include "base/text.h"
#include "checkpoint/fingerprint.h"

namespace birddream::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_list = std::size_t{64} << 20;

// FNV-1a, so that a photo's place in the split does not depend on the other photos.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return value;
}

std::string name_in_set(const PhotoSet& set, const Photo& photo) {
  return photo.file.lexically_relative(set.root).generic_string();
}

std::string lines_of(const PhotoSet& set, const std::vector<int>& photos) {
  std::string lines;
  for (const int index : photos) {
    const Photo& photo = set.photos[static_cast<std::size_t>(index)];
    const std::string name = name_in_set(set, photo);
    lines += (name.starts_with("../") ? photo.file.filename().string() : name) + '\0' +
             std::to_string(photo.species) + '\n';
  }
  return lines;
}

/// The same for two names of one file.
fs::path whereabouts(const Photo& photo) {
  std::error_code ignored;
  const fs::path there = fs::weakly_canonical(photo.file, ignored);
  return there.empty() ? photo.file : there;
}

}  // namespace

std::string fingerprint(const PhotoSet& set, const Split& split) {
  const std::string all =
      "train\n" + lines_of(set, split.train) + "held out\n" + lines_of(set, split.held_out);
  return checkpoint::fingerprint(std::as_bytes(std::span(all)));
}

std::string held_out_name(const PhotoSet& set, const Split& split) {
  if (split.held_out.empty()) return "0";
  const std::string all = lines_of(set, split.held_out);
  return split.how + "/" + checkpoint::fingerprint(std::as_bytes(std::span(all)));
}

bool same_held_out(std::string_view a, std::string_view b) {
  const auto which = [](std::string_view name) { return name.substr(name.rfind('/') + 1); };
  return which(a) == which(b);
}

Split no_split(const PhotoSet& set) {
  Split split;
  for (int i = 0; i < static_cast<int>(set.photos.size()); ++i) split.train.push_back(i);
  return split;
}

Split split_by_share(const PhotoSet& set, double share, std::uint64_t seed) {
  struct Ticket {
    std::uint64_t number;
    int photo;
  };
  std::vector<std::vector<Ticket>> by_class(set.classes.size());
  for (int i = 0; i < static_cast<int>(set.photos.size()); ++i) {
    const Photo& photo = set.photos[static_cast<std::size_t>(i)];
    by_class[static_cast<std::size_t>(photo.species)].push_back(
        {Random(seed, hash(name_in_set(set, photo))).bits(), i});
  }
  Split split;
  split.how = formatted("%g/", share) + std::to_string(seed);
  for (auto& tickets : by_class) {
    std::ranges::sort(tickets, {},
                      [](const Ticket& ticket) { return std::pair(ticket.number, ticket.photo); });
    const auto count = static_cast<std::int64_t>(tickets.size());
    const auto held = std::min<std::int64_t>(std::llround(share * static_cast<double>(count)), count - 1);
    for (std::int64_t i = 0; i < count; ++i)
      (i < held ? split.held_out : split.train).push_back(tickets[static_cast<std::size_t>(i)].photo);
  }
  std::ranges::sort(split.train);
  std::ranges::sort(split.held_out);
  return split;
}

Result<Split> split_by_list(const PhotoSet& set, const fs::path& list) {
  const auto text = read_file(list, largest_list);
  if (!text) return text.error();
  std::map<std::string, int> places;
  for (int i = 0; i < static_cast<int>(set.photos.size()); ++i)
    places[name_in_set(set, set.photos[static_cast<std::size_t>(i)])] = i;
  std::vector<bool> held(set.photos.size());
  std::string_view rest = *text;
  for (int line = 1; !rest.empty(); ++line) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string name(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (name.ends_with('\r')) name.pop_back();
    if (name.empty()) continue;
    const auto place = places.find(name);
    if (place == places.end()) {
      return Error{list.string() + ", line " + std::to_string(line) + ": there is no photo '" + name +
                   "' in " + set.root.string() + "."};
    }
    held[static_cast<std::size_t>(place->second)] = true;
  }
  Split split;
  split.how = "list";
  for (int i = 0; i < static_cast<int>(held.size()); ++i)
    (held[static_cast<std::size_t>(i)] ? split.held_out : split.train).push_back(i);
  return split;
}

Result<Split> split_by_set(PhotoSet& set, const PhotoSet& held_out) {
  Split split = no_split(set);
  split.how = "folder";
  std::map<std::string, int> classes;
  for (int i = 0; i < static_cast<int>(set.classes.size()); ++i)
    classes[normalise_name(set.classes[static_cast<std::size_t>(i)].name)] = i;
  std::set<fs::path> trained;
  for (const Photo& photo : set.photos) trained.insert(whereabouts(photo));
  for (const Photo& photo : held_out.photos) {
    if (trained.contains(whereabouts(photo))) {
      return Error{
          held_out.root.string() + ": " + photo.file.string() +
          " is among the photos to train on too. Hold out a folder beside them, or a share or list of "
          "them."};
    }
    const std::string& name = held_out.classes[static_cast<std::size_t>(photo.species)].name;
    const auto known = classes.find(normalise_name(name));
    if (known == classes.end()) {
      return Error{held_out.root.string() + ": the class '" + name + "' is not among those to train on, " +
                   set.root.string() + "."};
    }
    split.held_out.push_back(static_cast<int>(set.photos.size()));
    set.photos.push_back({photo.file, known->second});
  }
  return split;
}

Result<Split> split_as_wished(PhotoSet& set, const std::string& wish, std::uint64_t seed) {
  if (wish.empty()) return no_split(set);
  if (const auto share = number_from<double>(wish)) {
    if (!(*share >= 0 && *share < 1))  // nor is NaN one
      return Error{"--held-out " + wish + ": a share lies between 0 and 1, 0.1 for instance."};
    return *share == 0 ? no_split(set) : split_by_share(set, *share, seed);
  }
  std::error_code ignored;
  if (!fs::is_directory(wish, ignored)) return split_by_list(set, wish);
  const auto other = find_photos(wish);
  if (!other) return other.error();
  return split_by_set(set, *other);
}

}  // namespace birddream::data
