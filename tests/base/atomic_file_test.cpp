#include "base/atomic_file.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/fresh_folder.h"

namespace birddream {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  const auto read = read_file(file, 1 << 20);
  return read ? *read : "(" + read.error().message + ")";
}

class AtomicFile : public InFreshFolder {
 protected:
  long entries() const { return std::distance(fs::directory_iterator(folder_), fs::directory_iterator()); }
};

bool mentions(const std::string& message, std::string_view part) {
  return message.find(part) != std::string::npos;
}

TEST_F(AtomicFile, WritesNewAndReplacesOld) {
  const fs::path file = folder_ / "a.txt";
  ASSERT_TRUE(write_file_atomically(file, "first").ok());
  EXPECT_EQ(content_of(file), "first");
  const std::string binary("\0\xFF\n", 3);
  ASSERT_TRUE(write_file_atomically(file, binary).ok());
  EXPECT_EQ(content_of(file), binary);
  ASSERT_TRUE(write_file_atomically(file, "").ok());
  EXPECT_EQ(content_of(file), "");
  EXPECT_EQ(entries(), 1);
}

TEST_F(AtomicFile, ANameWithoutAFolderMeansTheCurrentOne) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  const Status written = write_file_atomically("plain.txt", "here");
  fs::current_path(before);
  ASSERT_TRUE(written.ok()) << written.error().message;
  EXPECT_EQ(content_of(folder_ / "plain.txt"), "here");
}

TEST_F(AtomicFile, PendingShowsNothingUntilCommit) {
  const fs::path file = folder_ / "movie.mp4";
  ASSERT_TRUE(write_file_atomically(file, "old").ok());
  auto pending = PendingFile::create(file);
  ASSERT_TRUE(pending.ok()) << pending.error().message;
  EXPECT_EQ(pending->path().extension(), ".mp4");
  EXPECT_EQ(pending->path().parent_path(), folder_);
  std::ofstream(pending->path()) << "new";
  EXPECT_EQ(content_of(file), "old");
  ASSERT_TRUE(pending->commit().ok());
  EXPECT_EQ(content_of(file), "new");
  EXPECT_EQ(entries(), 1);
}

TEST_F(AtomicFile, PendingWithoutCommitLeavesNothing) {
  {
    auto pending = PendingFile::create(folder_ / "x.png");
    ASSERT_TRUE(pending.ok());
    const PendingFile moved = std::move(pending).value();
    EXPECT_TRUE(fs::exists(moved.path()));
    EXPECT_EQ(entries(), 1);
  }
  EXPECT_EQ(entries(), 0);
}

TEST_F(AtomicFile, TwoPendingFilesOfOneNameDoNotMeet) {
  auto one = PendingFile::create(folder_ / "x.png");
  auto other = PendingFile::create(folder_ / "x.png");
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_NE(one->path(), other->path());
  std::ofstream(one->path()) << "one";
  std::ofstream(other->path()) << "other";
  ASSERT_TRUE(one->commit().ok());
  ASSERT_TRUE(other->commit().ok());
  EXPECT_EQ(content_of(folder_ / "x.png"), "other");
}

TEST_F(AtomicFile, CommitTellsWhenTheFileIsGone) {
  auto pending = PendingFile::create(folder_ / "x.png");
  ASSERT_TRUE(pending.ok());
  fs::remove(pending->path());
  const Status committed = pending->commit();
  ASSERT_FALSE(committed.ok());
  EXPECT_TRUE(mentions(committed.error().message, "x.png")) << committed.error().message;
}

TEST_F(AtomicFile, ALongNameIsWrittenAndATooLongOneRefused) {
  const std::string longest(251, 'n');
  EXPECT_TRUE(write_file_atomically(folder_ / (longest + ".txt"), "x").ok());
  const Status refused = write_file_atomically(folder_ / (longest + "n.txt"), "x");
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(mentions(refused.error().message, "too long")) << refused.error().message;
  EXPECT_EQ(entries(), 1);
}

TEST_F(AtomicFile, EachObstacleHasItsOwnSentence) {
  const auto why = [](const fs::path& target) { return write_file_atomically(target, "x").error().message; };
  EXPECT_TRUE(
      mentions(why(folder_ / "no" / "x.txt"), "the folder " + (folder_ / "no").string() + " does not exist"));
  EXPECT_TRUE(mentions(why(folder_), "is a folder"));
  EXPECT_TRUE(mentions(why(folder_ / ""), "is a folder"));
  EXPECT_TRUE(mentions(why("/dev/null"), "is a device"));
  EXPECT_TRUE(mentions(why(""), "No file name"));
}

TEST_F(AtomicFile, AForbiddenFolderSaysSo) {
  const bool root = ::geteuid() == 0;
  ASSERT_TRUE(write_file_atomically(folder_ / "secret", "x").ok());
  fs::permissions(folder_ / "secret", fs::perms::none);
  fs::permissions(folder_, fs::perms{0555});
  // Root may write anywhere; for the moment of the test it is nobody.
  if (root && ::seteuid(65534) != 0) GTEST_SKIP() << "cannot give up root's rights here";
  const Status refused = write_file_atomically(folder_ / "x.txt", "x");
  const auto unreadable = read_file(folder_ / "secret", 10);
  const bool restored = !root || ::seteuid(0) == 0;
  ASSERT_TRUE(restored);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(mentions(refused.error().message, "no permission to write here")) << refused.error().message;
  ASSERT_FALSE(unreadable.ok());
  EXPECT_TRUE(mentions(unreadable.error().message, "no permission to read")) << unreadable.error().message;
}

TEST_F(AtomicFile, AFullDiskSaysSo) {
  const Status refused = overwrite_file("/dev/full", std::as_bytes(std::span("x")), "picture.png");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message,
            "picture.png: the disk is full. Free some space or choose another folder.");
}

/// Files cannot grow beyond `bytes` while this lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(AtomicFile, AWriteThatStopsHalfWayLosesNothing) {
  const fs::path file = folder_ / "a.txt";
  ASSERT_TRUE(write_file_atomically(file, "old").ok());
  std::optional<Status> refused;
  {
    const FileSizeLimit limit(1000);
    refused = write_file_atomically(file, std::string(5000, 'x'));
  }
  ASSERT_FALSE(refused->ok());
  EXPECT_TRUE(mentions(refused->error().message, "a.txt")) << refused->error().message;
  EXPECT_EQ(content_of(file), "old");
  EXPECT_EQ(entries(), 1);
}

TEST_F(AtomicFile, ReadingRefusesWhatIsNoFile) {
  EXPECT_TRUE(mentions(read_file(folder_ / "none", 10).error().message, "no such file"));
  EXPECT_TRUE(mentions(read_file(folder_, 10).error().message, "is a folder"));
  EXPECT_TRUE(mentions(read_file("/dev/zero", 10).error().message, "a device or a pipe"));
}

TEST_F(AtomicFile, ReadingAPipeNeverWaitsForWhoeverWritesIt) {
  const fs::path pipe = folder_ / "pipe.png";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_TRUE(mentions(read_file(pipe, 10).error().message, "pipe.png: is a device or a pipe"));
}

TEST_F(AtomicFile, ReadingStopsAtItsLimit) {
  const fs::path file = folder_ / "a.txt";
  ASSERT_TRUE(write_file_atomically(file, "0123456789").ok());
  EXPECT_EQ(read_file(file, 10).value(), "0123456789");
  EXPECT_TRUE(mentions(read_file(file, 9).error().message, "larger than the 9 bytes"));
  // States no size.
  EXPECT_TRUE(mentions(read_file("/proc/self/status", 10).error().message, "larger than"));
}

TEST_F(AtomicFile, OfALongFileTheEndCanBeRead) {
  const fs::path file = folder_ / "a.log";
  ASSERT_TRUE(write_file_atomically(file, std::string(300'000, 'x') + "the end").ok());
  EXPECT_EQ(read_end(file, 9).value(), "xxthe end");
  EXPECT_EQ(read_end(file, 1 << 20).value().size(), 300'007U);
  EXPECT_TRUE(mentions(read_end(folder_ / "none", 10).error().message, "no such file"));
}

TEST(FileError, UnknownNumbersKeepTheSystemsWords) {
  const Error error = file_error("a/b", "to flush", EIO);
  EXPECT_EQ(error.message, "a/b: failed to flush: Input/output error.");
}

}  // namespace
}  // namespace birddream
