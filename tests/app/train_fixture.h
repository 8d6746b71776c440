#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <thread>

#include "app/cli_fixture.h"

namespace birddream::app {

/// A training on the photos of write_photos().
class TrainCommand : public CliTest {
 protected:
  void SetUp() override {
    CliTest::SetUp();
    write_photos();
  }
  Finished train(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"train",    "--photos", "photos", "-o", "run",
                                          "--device", "cpu",      "--size", "64", "--batch",
                                          "2",        "--epochs", "0.5"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  /// A training without chance, but for the photos' order.
  static std::vector<std::string> exactly(const std::string& folder, const std::string& batch,
                                          const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"train",    "--photos", "photos",  "-o",          folder,
                                          "--device", "cpu",      "--batch", batch,         "--dropout",
                                          "0",        "--mixup",  "0",       "--precision", "float32"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Finished train_exactly(const std::string& folder, const std::string& batch,
                         const std::vector<std::string>& more) const {
    return run(exactly(folder, batch, more));
  }
  /// `arguments(rank)` in two processes at once, which meet.
  std::array<Finished, 2> in_two(const std::function<std::vector<std::string>(int rank)>& arguments) const {
    const std::string port = std::to_string(20000 + getpid() % 20000);
    std::array<Finished, 2> processes;
    std::vector<std::thread> threads;
    for (int rank = 0; rank < 2; ++rank) {
      threads.emplace_back([&, rank] {
        processes[static_cast<std::size_t>(rank)] = run(arguments(rank), {{"RANK", std::to_string(rank)},
                                                                          {"WORLD_SIZE", "2"},
                                                                          {"MASTER_ADDR", "127.0.0.1"},
                                                                          {"MASTER_PORT", port}});
      });
    }
    for (std::thread& thread : threads) thread.join();
    return processes;
  }
  /// train_exactly() in two processes, each with such batches; they end with the same weights.
  void train_in_two(const std::string& folder, const std::string& batch,
                    const std::vector<std::string>& more) const {
    const auto processes = in_two([&](int) { return exactly(folder, batch, more); });
    std::array<std::string, 2> weights;
    for (std::size_t rank = 0; rank < 2; ++rank) {
      ASSERT_EQ(processes[rank].code, 0) << processes[rank].err;
      const auto at = processes[rank].err.find(": weights ");
      ASSERT_NE(at, std::string::npos) << processes[rank].err;
      weights[rank] = processes[rank].err.substr(at + 10, 16);
    }
    EXPECT_EQ(weights[0], weights[1]);
  }
};

}  // namespace birddream::app
