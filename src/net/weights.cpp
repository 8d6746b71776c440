#include "net/weights.h"

#include <ATen/ATen.h>

#include "checkpoint/fingerprint.h"
#include "checkpoint/quantise.h"
#include "checkpoint/safetensors.h"

namespace birddream::net {

Result<Weights> load_weights(const std::filesystem::path& path) try {
  const auto refuse = [&](const Error& error) { return Error{path.string() + ": " + error.message + "."}; };
  const auto file = checkpoint::SafetensorsFile::open(path);
  if (!file) return file.error();
  const auto stored = checkpoint::stored_tensors(file->tensors());
  if (!stored) return refuse(stored.error());
  Weights weights;
  weights.metadata = file->tensors().metadata;
  weights.fingerprint = checkpoint::fingerprint(file->bytes());
  for (const checkpoint::StoredTensor& tensor : *stored) {
    at::Tensor values = at::empty(tensor.data->shape, at::kFloat);
    const auto count = checkpoint::element_count(*tensor.data);
    if (const Status decoded = checkpoint::to_float32(tensor, {values.data_ptr<float>(), count}); !decoded) {
      return refuse(decoded.error());
    }
    weights.tensors[tensor.data->name] = std::move(values);
  }
  return weights;
} catch (const std::exception&) {  // torch has its own kind of exception for it
  return Error{path.string() + ": too large for this machine's memory."};
}

Status save_weights(const std::filesystem::path& path, const StateDict& tensors,
                    const std::map<std::string, std::string>& metadata) {
  std::vector<at::Tensor> kept;  // the records point into them
  std::vector<checkpoint::TensorRecord> records;
  for (const auto& [name, tensor] : tensors) {
    if (tensor.scalar_type() != at::kFloat)
      return Error{path.string() + ": tensor '" + name + "' is not float32."};
    kept.push_back(tensor.detach().to(at::kCPU).contiguous());
    const at::Tensor& plain = kept.back();
    records.push_back(
        {name, checkpoint::Dtype::f32, plain.sizes().vec(),
         std::as_bytes(std::span(plain.const_data_ptr<float>(), static_cast<std::size_t>(plain.numel())))});
  }
  return checkpoint::write_safetensors(path, records, metadata);
}

}  // namespace birddream::net
