#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "gpu/device.h"
#include "gpu/host_device/host_device.h"

namespace birddream::gpu {

/// Tests on the host's memory in place of a GPU's, or on a GPU where BIRDDREAM_TEST_GPU names a plug-in.
class OnDevice : public testing::Test {
 protected:
  static const char* plugin() {
    const char* real = std::getenv("BIRDDREAM_TEST_GPU");
    return real != nullptr ? real : BIRDDREAM_HOST_DEVICE;
  }
  void SetUp() override {
    auto opened = Device::open(plugin());
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    device = std::move(opened).value();
  }

  /// To and from the device, waiting.
  template <class T>
  Memory put(const std::vector<T>& values) {
    Memory memory(device, values.size() * sizeof(T));
    device->copy(memory.as<void>(), values.data(), memory.bytes(), birddream_to_device);
    device->wait();
    return memory;
  }
  template <class T>
  std::vector<T> get(const T* from, std::size_t count) {
    std::vector<T> values(count);
    device->copy(values.data(), from, count * sizeof(T), birddream_to_host);
    device->wait();
    return values;
  }

  std::shared_ptr<Device> device;
};

}  // namespace birddream::gpu
