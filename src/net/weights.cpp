#include "net/weights.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "checkpoint/fingerprint.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/weights_file.h"

namespace birddream::net {

Result<Weights> load_weights(const std::filesystem::path& path) try {
  auto file = checkpoint::read_weights(path);
  if (!file) return file.error();
  Weights weights;
  weights.metadata = std::move(file->metadata);
  weights.fingerprint = std::move(file->fingerprint);
  for (const auto& [name, tensor] : file->tensors) {
    at::Tensor values = at::empty(tensor.shape, at::kFloat);
    std::ranges::copy(tensor.values, values.data_ptr<float>());
    weights.tensors[name] = std::move(values);
  }
  return weights;
} catch (const std::exception&) {  // torch has its own kind of exception for it
  return Error{path.string() + ": too large for this machine's memory."};
}

std::string fingerprint(const StateDict& tensors) {
  std::string all;
  for (const auto& [name, tensor] : tensors) {
    const at::Tensor plain = tensor.detach().to(at::kCPU).contiguous();
    const std::span bytes(static_cast<const std::byte*>(plain.const_data_ptr()), plain.nbytes());
    all += name + checkpoint::fingerprint(bytes);
  }
  return checkpoint::fingerprint(std::as_bytes(std::span(all)));
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
