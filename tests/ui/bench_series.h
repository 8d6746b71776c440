#pragma once

#include "checkpoint/series.h"

namespace birddream::ui {

/// A series as a training leaves it; `checkpoints` points along it.
inline checkpoint::Series bench_series(int checkpoints = 1) {
  checkpoint::Series series;
  series.name = checkpoints == 1 ? "ImageNet GoogLeNet" : "Birds 525";
  series.architecture = "googlenet";
  for (const char* name : {"flamingo",
                           "spoonbill",
                           "hen",
                           "macaw",
                           "peacock",
                           "bald eagle",
                           "bittern",
                           "black grouse",
                           "black stork",
                           "black swan",
                           "brambling",
                           "bulbul",
                           "bustard",
                           "chickadee",
                           "cock",
                           "coucal",
                           "crane",
                           "drake",
                           "European gallinule",
                           "goldfinch",
                           "goose",
                           "great grey owl",
                           "hornbill",
                           "house finch",
                           "hummingbird",
                           "indigo bunting",
                           "jacamar",
                           "jay",
                           "junco",
                           "king penguin",
                           "kite"})
    series.classes.push_back({name, "", true});
  series.classes[0].scientific = "Phoenicopterus ruber";
  series.classes.push_back({"teapot", "", false});
  for (int i = 0; i < checkpoints; ++i) {
    checkpoint::CheckpointInfo info;
    info.file = "epoch-" + std::to_string(i) + ".safetensors";
    info.title = i == 0 ? "ImageNet" : "epoch " + std::to_string(i);
    info.epoch = i;
    info.photos_seen = 2100 * i;
    if (i > 0) info.metrics = {{"top1", 0.1 + 0.06 * i}, {"top5", 0.3 + 0.07 * i}};
    series.checkpoints.push_back(info);
  }
  return series;
}

}  // namespace birddream::ui
