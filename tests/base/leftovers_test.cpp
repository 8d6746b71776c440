#include "base/leftovers.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream {
namespace {

using Leftovers = InFreshFolder;

TEST_F(Leftovers, OnlyWhatADeadProcessWasWritingGoes) {
  const pid_t killed = fork();
  if (killed == 0) {
    auto file = PendingFile::create(folder_ / "resume.safetensors");
    auto other = PendingFile::create(folder_ / "a.json");
    _exit(file && other ? 0 : 1);  // as a kill would: nothing is cleaned up
  }
  int status = 1;
  ASSERT_EQ(waitpid(killed, &status, 0), killed);
  ASSERT_EQ(status, 0);
  const auto in_use = PendingFile::create(folder_ / "resume.safetensors");
  ASSERT_TRUE(in_use);
  const std::string gone = std::to_string(killed);
  for (const std::string& name : {".x." + gone + ".part.safetensors", ".x." + gone + "-z.part.safetensors",
                                  "x." + gone + "-0.part.safetensors", std::string("x.safetensors")})
    std::ofstream(folder_ / name) << "somebody's own";
  const auto count = [&] { return std::distance(std::filesystem::directory_iterator(folder_), {}); };
  ASSERT_EQ(count(), 7);
  remove_leftovers(folder_, ".safetensors");
  EXPECT_EQ(count(), 6);
  EXPECT_TRUE(std::filesystem::exists(in_use->path()));
  remove_leftovers(folder_, ".json");
  EXPECT_EQ(count(), 5);
  remove_leftovers(folder_ / "nowhere", ".json");
}

}  // namespace
}  // namespace birddream
