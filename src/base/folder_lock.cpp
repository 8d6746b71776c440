#include "base/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "base/atomic_file.h"
#include "base/make_folder.h"

namespace birddream {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  if (const Status made = make_folder(folder); !made) return made.error();
  FolderLock lock;
  lock.folder_ = Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.folder_.get() < 0) return file_error(folder, "to read this folder", errno);
  if (::flock(lock.folder_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Error{folder.string() +
                 ": another process is writing in it already. Wait for its end, or name another folder."};
  }
  return lock;
}

}  // namespace birddream
