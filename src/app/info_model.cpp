#include "app/info_text.h"
#include "base/formatted.h"
#include "checkpoint/script_model.h"

namespace birddream::app {

Result<FileInfo> model_info(const std::filesystem::path& file) {
  const auto model = checkpoint::read_script_model(file);
  if (!model) return model.error();
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(file, ignored);
  const std::size_t classes = model->series.classes.size();
  FileInfo info;
  info.text = file.string() + ": classifier (TorchScript), " + size_text(bytes) + ", " +
              std::to_string(classes) + " classes\n  " +
              (model->size == 0 ? std::string("takes pictures of any size")
                                : "pictures are scaled to " + std::to_string(model->size) + " px") +
              formatted("\n  less %g %g %g, divided by %g %g %g\n", model->mean[0], model->mean[1],
                        model->mean[2], model->std[0], model->std[1], model->std[2]);
  info.json = {{"kind", "model"},     {"file", file.string()}, {"bytes", bytes},   {"classes", classes},
               {"size", model->size}, {"mean", model->mean},   {"std", model->std}};
  return info;
}

}  // namespace birddream::app
