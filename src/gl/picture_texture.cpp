#include "gl/picture_texture.h"

#include <array>
#include <string>
#include <utility>

#include "base/log.h"
#include "cuda/plugin_api.h"

namespace birddream::gl {
namespace {

using Reason = std::array<char, 256>;

Error not_shown(const Reason& reason) {
  return Error{std::string("The picture cannot be shown: ") + reason.data() + ". Start with --device cpu."};
}

}  // namespace

PictureTexture::~PictureTexture() {
  release(slot_);
}

Result<PictureTexture::Slot> PictureTexture::make_slot(const image::PlanarView& picture) {
  auto array = TextureArray::create(picture.width, picture.height);
  if (!array) return array.error();
  Slot slot;
  slot.array = std::move(array).value();
  if (path_.kind != UploadPath::Kind::cuda_interop) return slot;
  Reason reason{};
  if (path_.cuda->register_texture(slot.array.id(), picture.width, picture.height, &slot.registered,
                                   reason.data(), reason.size()) == 0)
    return slot;
  slot.registered = nullptr;
  if (picture.memory != image::Memory::cpu) return not_shown(reason);
  warn_once(reason.data());
  return slot;
}

void PictureTexture::warn_once(const char* why) {
  if (!std::exchange(warned_, true))
    log::warn(std::string("A picture does not go straight into its texture (") + why +
              "); it is uploaded from the CPU.");
}

// CUDA lets go before GL deletes.
void PictureTexture::release(Slot& slot) const {
  if (slot.registered != nullptr) path_.cuda->unregister_texture(slot.registered);
  slot = Slot{};
}

Status PictureTexture::fill(Slot& slot, const image::PlanarView& picture) {
  const bool on_host = picture.memory == image::Memory::cpu;
  const float* const on_device = on_host ? picture.device : picture.data;
  if (on_host && (on_device == nullptr || slot.registered == nullptr)) {
    slot.array.write(picture.data);
    return {};
  }
  Reason reason{};
  if (slot.registered != nullptr) {
    // Without its owner the memory would go back to torch's cache and be written again during the copy.
    if (path_.cuda->busy(slot.registered) == 0) being_copied_.clear();
    being_copied_.push_back(picture.owner);
    if (path_.cuda->upload(slot.registered, on_device, picture.ready, reason.data(), reason.size()) == 0)
      return {};
    if (!on_host) return not_shown(reason);
    warn_once(reason.data());
    slot.array.write(picture.data);
    return {};
  }
  host_.resize(picture.floats());
  if (path_.cuda->download(host_.data(), picture.data, host_.size(), picture.ready, reason.data(),
                           reason.size()) != 0)
    return not_shown(reason);
  slot.array.write(host_.data());
  return {};
}

Status PictureTexture::upload(const image::PlanarView& picture) {
  if (picture.empty() || picture.width < 1 || picture.height < 1)
    return Error{"There is no picture to show."};
  if (picture.memory == image::Memory::cuda && path_.cuda == nullptr)
    return Error{"The picture lies in CUDA memory. " + path_.why + ". Start with --device cpu."};
  if (picture.width == width() && picture.height == height()) return fill(slot_, picture);

  auto made = make_slot(picture);
  if (!made) return made.error();
  Status filled = fill(*made, picture);
  // The one that is not wanted; its copies are waited for, so `being_copied_` still holds what is needed.
  if (filled) std::swap(slot_, *made);
  release(*made);
  return filled;
}

}  // namespace birddream::gl
