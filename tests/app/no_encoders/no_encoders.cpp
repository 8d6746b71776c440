// Loaded before libavcodec (LD_PRELOAD), or linked into a test, it hides the encoders that NO_ENCODERS names,
// separated by commas: what a machine looks like whose libavcodec was built without them.
#include <dlfcn.h>

#include <cstdlib>
#include <string>

struct AVCodec;

extern "C" const AVCodec* avcodec_find_encoder_by_name(const char* name) {
  const char* hidden = std::getenv("NO_ENCODERS");
  const std::string list = "," + std::string(hidden == nullptr ? "" : hidden) + ",";
  if (list.find("," + std::string(name) + ",") != std::string::npos) return nullptr;
  using Find = const AVCodec* (*)(const char*);
  const auto real = reinterpret_cast<Find>(dlsym(RTLD_NEXT, "avcodec_find_encoder_by_name"));
  return real == nullptr ? nullptr : real(name);
}
