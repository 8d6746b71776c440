#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace birddream::app {

/// Pictures that ffprobe decodes of a video: another program's word that it plays. -1: it could not be run,
/// or does not know the file.
inline int frames_by_ffprobe(const std::filesystem::path& file) {
  const std::string command =
      "ffprobe -v quiet -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0 '" +
      file.string() + "'";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> said(popen(command.c_str(), "r"), pclose);
  std::array<char, 64> line{};
  if (!said || std::fgets(line.data(), static_cast<int>(line.size()), said.get()) == nullptr) return -1;
  return std::atoi(line.data());
}

}  // namespace birddream::app
