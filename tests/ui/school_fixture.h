#pragma once

#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "checkpoint/safetensors.h"
#include "ui/hands.h"

namespace birddream::ui {

/// A training beside the window: its folder as it grows, or a program in birddream's place.
class UiSchool : public Hands {
 protected:
  void SetUp() override {
    begin(2);
    std::filesystem::create_directories(out_);
  }
  /// As a training leaves it after so many checkpoints.
  checkpoint::Series series(int checkpoints) const {
    checkpoint::Series made = bench_series(checkpoints);
    made.name = "School";
    made.classes = {{"wren", "", true}, {"robin", "", true}};
    made.folder = out_;
    return made;
  }
  /// Its weights, so far as they are of interest here, and then the series that names them.
  Status write(const checkpoint::Series& made) const {
    const std::vector<float> values(100, 0.5F);
    const std::vector<checkpoint::TensorRecord> weights = {
        {"conv1.weight", checkpoint::Dtype::f32, {100}, std::as_bytes(std::span(values))}};
    for (const auto& info : made.checkpoints) {
      if (std::filesystem::exists(out_ / info.file)) continue;
      if (Status written = checkpoint::write_safetensors(out_ / info.file, weights, {}); !written)
        return written;
    }
    return checkpoint::save_series(made);
  }
  /// 'R', 'S', 'T' ... as the system says; '?' when it is gone.
  static char state_of(const std::string& process) {
    std::string text;
    std::getline(std::ifstream("/proc/" + process + "/stat"), text);
    const auto name_ends = text.rfind(')');
    return name_ends == std::string::npos ? '?' : text[name_ends + 2];
  }
  /// A program in birddream's place.
  void teacher(const std::string& script) {
    const std::filesystem::path program = folder.path() / "teacher.sh";
    std::ofstream(program) << "#!/bin/sh\n" << script;
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    begin_with([&](Settings& settings) { settings.program = program; });
    model().school.photos = folder.path().string();
    model().school.out = out_.string();
  }

  const std::filesystem::path out_ = folder.path() / "out";
};

}  // namespace birddream::ui
