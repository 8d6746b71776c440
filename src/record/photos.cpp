#include "record/photos.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/atomic_file.h"
#include "checkpoint/fingerprint.h"

namespace birddream::record {
namespace {

constexpr std::size_t most_photos = 100;
constexpr std::size_t largest_photo = std::size_t{1} << 30;

/// Empty where it cannot be read.
std::string fingerprint_of(const std::string& photo) {
  const auto bytes = read_file(photo, largest_photo);
  return bytes ? checkpoint::fingerprint(std::as_bytes(std::span(bytes->data(), bytes->size()))) : "";
}

void add(const std::string& photo, Photos& to) {
  if (photo.empty() || to.contains(photo) || to.size() >= most_photos) return;
  if (std::string print = fingerprint_of(photo); !print.empty()) to[photo] = std::move(print);
}

void add(const recipe::DreamParams& params, Photos& to) {
  if (params.start == recipe::StartKind::photo) add(params.start_photo, to);
  for (const recipe::Target& target : params.targets) {
    if (target.kind == recipe::ObjectiveKind::guide) add(target.photo, to);
  }
}

}  // namespace

Photos photos_of(const recipe::DreamParams& params, std::span<const SessionChange> steering) {
  Photos photos;
  add(params, photos);
  for (const SessionChange& change : steering) add(change.params, photos);
  return photos;
}

std::string changed_photos(const Photos& photos) {
  std::string gone, others;
  for (const auto& [photo, print] : photos) {
    const std::string now = fingerprint_of(photo);
    std::string& list = now.empty() ? gone : others;
    if (now != print) list.append(list.empty() ? "" : ", ").append(photo);
  }
  std::string text;
  if (!gone.empty()) text += "It was dreamt with photos that cannot be read any more: " + gone + ".";
  if (!others.empty())
    text += (text.empty() ? "" : " ") + ("Since it was dreamt these photos have changed: " + others) +
            ". What grows is a sibling.";
  return text;
}

void read_photos(checkpoint::Fields& from, Photos& to) {
  const nlohmann::json* photos = from.find("photos");
  if (photos == nullptr) return;
  if (!photos->is_object() || photos->size() > most_photos)
    return from.refuse("\"photos\" is not an object of at most " + std::to_string(most_photos));
  for (const auto& [photo, print] : photos->items()) {
    const nlohmann::json named = {{"photo", photo}, {"fingerprint", print}};
    checkpoint::Fields entry(named, "a photo");
    std::string path, fingerprint;
    entry.long_text("photo", path);
    entry.long_text("fingerprint", fingerprint);
    if (!entry.fault().empty()) return from.refuse(entry.fault());
    to[path] = fingerprint;
  }
}

}  // namespace birddream::record
