#include "ui/tour.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "recipe/param_table.h"
#include "ui/actions.h"
#include "ui/open_file.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

using nlohmann::json;

constexpr std::size_t size_limit = std::size_t{1} << 20;
constexpr int settling_frames = 3;  // layout and hover follow a change by a frame or two

/// A value as `--set` takes it.
std::string text_of(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// What is wrong with the stop; empty when nothing is.
std::string read_stop(const json& object, TourStop& stop) {
  if (!object.is_object()) return "is not an object";
  for (const auto& [key, value] : object.items()) {
    const auto text = [&, &one = value](std::string& to) {
      if (one.is_string()) to = one.get<std::string>();
      return one.is_string() && !to.empty();
    };
    bool good = false;
    if (key == "step" && value.is_number_integer()) {
      stop.step = value.get<int>();
      good = true;
    } else if (key == "seconds" && value.is_number()) {
      stop.seconds = value.get<double>();
      good = stop.seconds >= 0 && stop.seconds < 1e6;
    } else if (key == "strip_in_step" && value.is_boolean()) {
      stop.strip_in_step = value.get<bool>();
      good = true;
    } else if (key == "along" && value.is_number()) {
      stop.along = value.get<float>();
      good = true;
    } else if (key == "checkpoints" && value.is_number_integer()) {
      stop.checkpoints = value.get<int>();
      good = true;
    } else if (key == "picks" && value.is_array()) {
      good = !value.empty();
      for (const json& pick : value) stop.picks.push_back(text_of(pick));
    } else if (key == "second") {
      good = text(stop.second);
    } else if (key == "record_as") {
      good = text(stop.record_as) && record_format(stop.record_as).has_value();
    } else if (key == "species") {
      good = text(stop.species);
    } else if (key == "open") {
      good = text(stop.open);
    } else if (key == "checkpoint") {
      good = text(stop.checkpoint);
    } else if (key == "mark") {
      good = text(stop.mark);
    } else if (key == "screenshot") {
      good = text(stop.screenshot);
    } else if (key == "figures") {
      good = text(stop.figures);
    } else if (key == "do") {
      good = text(stop.action) && find_action(stop.action) != nullptr;
    } else if (key == "set" && value.is_object()) {
      good = true;
      for (const auto& [name, set] : value.items()) {
        stop.set.emplace_back(name, text_of(set));
        good = good && recipe::find_param(name) != nullptr;
      }
    }
    if (!good) return "has a '" + key + "' that cannot be used";
  }
  return "";
}

/// The place that a stop names, if it names one; what is not there is said.
std::optional<checkpoint::Place> place_of(Desk& desk, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto place = checkpoint::place_from_text(desk.series, text);
  if (place) return *place;
  desk.toasts.warn(place.error().message);
  return std::nullopt;
}

/// Shows those checkpoints in the filmstrip.
void pick(Desk& desk, const std::vector<std::string>& picks) {
  std::vector<int>& checkpoints = desk.model.filmstrip_picks;
  checkpoints.clear();
  for (const std::string& text : picks) {
    if (const auto place = place_of(desk, text)) checkpoints.push_back(place->from);
  }
  std::ranges::sort(checkpoints);
  desk.model.filmstrip_of = FilmstripOf::picked;
}

bool strip_is_in_step(const Desk& desk) {
  const auto& strip = desk.model.beside;
  const int steps = desk.model.frame ? desk.model.frame->report.step : 0;
  return strip && !strip->tiles.empty() && std::ranges::all_of(strip->tiles, [&](const engine::Tile& tile) {
           return tile.report.step >= steps || !tile.message.empty();
         });
}

void carry_out(const TourStop& stop, Desk& desk) {
  Model& model = desk.model;
  const auto warn = [&](const Error& error) { desk.toasts.warn(error.message); };
  if (!stop.species.empty()) {
    const auto known = desk.classes.find(stop.species);
    if (known) {
      pick_species(model, desk.series.classes[static_cast<std::size_t>(*known)].name);
    } else {
      warn(known.error());
    }
  }
  for (const auto& [key, text] : stop.set) {
    recipe::DreamParams changed = model.params;
    if (const Status set = recipe::set_param(changed, key, text); !set) {
      warn(set.error());
    } else {
      model.params = changed;
    }
  }
  if (!stop.open.empty()) open_file(desk, stop.open);
  if (const auto place = place_of(desk, stop.checkpoint)) stand_at(model, *place);
  if (!stop.picks.empty()) pick(desk, stop.picks);
  if (const auto place = place_of(desk, stop.second)) model.second = *place;
  if (const auto format = record_format(stop.record_as)) desk.settings.record.format = *format;
  if (stop.along) move_along(model, desk.series, *stop.along);
  if (!stop.mark.empty()) desk.statistics.mark(stop.mark);
  if (const Action* action = find_action(stop.action); action != nullptr && is_enabled(*action, desk))
    action->run(desk);
}

std::string figures_of(const Desk& desk, const std::string& name) {
  const auto& frame = desk.model.frame;
  const auto& beside = desk.model.beside;
  const bool strip = beside && !beside->tiles.empty();
  const json figures = {{"figures", name},
                        {"step", frame ? frame->report.step : 0},
                        {"steps_per_second", frame ? frame->steps_per_second : 0},
                        {"window_frames_per_second", static_cast<double>(desk.frames_per_second)},
                        {"tiles", strip ? beside->tiles.size() : 0},
                        {"tile_steps_per_second", strip ? beside->steps_per_second : 0},
                        {"tile_share_of_time", strip ? beside->share : 0}};
  return figures.dump();
}

}  // namespace

Result<Tour> Tour::read(const std::string& text) {
  const json root = json::parse(text, nullptr, false);
  if (!root.is_object() || root.value("birddream_tour", json()) != 1 ||
      !root.value("stops", json()).is_array())
    return Error{R"(This is not a tour: {"birddream_tour": 1, "stops": [...]} is wanted.)"};
  std::vector<TourStop> stops;
  for (const json& object : root["stops"]) {
    TourStop stop;
    if (const std::string wrong = read_stop(object, stop); !wrong.empty())
      return Error{"Stop " + std::to_string(stops.size() + 1) + " of the tour " + wrong + "."};
    stops.push_back(std::move(stop));
  }
  return Tour(std::move(stops));
}

Result<Tour> Tour::load(const std::filesystem::path& file) {
  const auto text = read_file(file, size_limit);
  if (!text) return text.error();
  auto tour = read(*text);
  if (!tour) return Error{file.string() + ": " + tour.error().message};
  return tour;
}

bool Tour::is_due(const TourStop& stop, const Desk& desk, double waited) const {
  const auto& frame = desk.model.frame;
  // A dream that was begun anew is on the screen a few frames later.
  if (stop.step > 0 && (!frame || frame->dream == left_ || frame->report.step < stop.step)) return false;
  if (static_cast<int>(desk.series.checkpoints.size()) < stop.checkpoints) return false;
  if (stop.strip_in_step && !strip_is_in_step(desk)) return false;
  return waited >= stop.seconds;
}

void Tour::advance(Desk& desk, double now_seconds) {
  rest_ = 0;
  if (settle_ > 0) {
    --settle_;
    return;
  }
  if (screenshot_ || next_ >= stops_.size()) return;
  const bool arrived = since_ < 0;
  if (arrived) {
    since_ = now_seconds;
    from_ = checkpoint::along_lane(current_lane(desk.series, desk.model), desk.model.checkpoint);
  }
  const TourStop& stop = stops_[next_];
  const double waited = now_seconds - since_;
  if (stop.along && stop.seconds > 0 && waited < stop.seconds) {
    const auto share = static_cast<float>(waited / stop.seconds);
    move_along(desk.model, desk.series, from_ + share * (*stop.along - from_));
  }
  if (!is_due(stop, desk, waited)) {
    if (!stop.along) rest_ = std::max(stop.seconds - waited, 0.0);
    return;
  }
  const std::uint64_t restarts = desk.model.restarts;
  const recipe::DreamParams before = desk.model.params;
  carry_out(stop, desk);
  const bool anew = desk.model.restarts != restarts || recipe::changes_start(before, desk.model.params);
  if (anew && desk.model.frame) left_ = desk.model.frame->dream;
  if (!stop.figures.empty()) figures_ = figures_of(desk, stop.figures);
  if (!stop.screenshot.empty()) {
    screenshot_ = stop.screenshot;
    settle_ = settling_frames;
  }
  ++next_;
  since_ = -1;
}

std::optional<std::filesystem::path> Tour::take_screenshot() {
  if (settle_ > 0) return std::nullopt;
  return std::exchange(screenshot_, std::nullopt);
}

}  // namespace birddream::ui
