#include "dimsim/base/atomic_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace dimsim {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

[[noreturn]] void fail(const std::filesystem::path& target, int error) {
  throw RunError(fmt::format("cannot write '{}': {}", target.string(), errno_text(error)));
}

std::filesystem::path folder_of(const std::filesystem::path& target) {
  return target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
}

/// Creates a new file next to the target. mkstemp() is not used because it sets mode 0600, whatever the
/// umask.
std::filesystem::path make_beside(const std::filesystem::path& target) {
  constexpr int kAttempts = 1000;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    std::filesystem::path path =
        folder_of(target) / fmt::format(".{}.{}-{}.part", target.filename().string(), ::getpid(), attempt);
    constexpr mode_t kReadWriteForAll = 0666;  // less the user's umask
    const Descriptor file(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kReadWriteForAll));
    if (file.is_open()) {
      return path;
    }
    if (errno != EEXIST) {
      fail(target, errno);
    }
  }
  fail(target, EEXIST);
}

/// Flushes a file or folder to the disk; returns 0 or errno.
int sync(const std::filesystem::path& path, int flags) {
  const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
  return file.is_open() && ::fsync(file.number()) == 0 ? 0 : errno;
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
  if (!target_.has_filename() || std::filesystem::is_directory(target_)) {
    fail(target_, EISDIR);
  }
  temporary_ = make_beside(target_);
}

AtomicFile::~AtomicFile() {
  if (!committed_) {
    ::unlink(temporary_.c_str());
  }
}

void AtomicFile::commit() {
  // Before the rename: otherwise a power failure could leave the final name with empty contents.
  if (const int error = sync(temporary_, O_WRONLY); error != 0) {
    fail(target_, error);
  }
  std::error_code error;
  std::filesystem::rename(temporary_, target_, error);
  if (error) {
    fail(target_, error.value());
  }
  committed_ = true;
  // The directory entry must survive a power failure as well. The status is ignored: some file systems cannot
  // sync a folder, and the file itself is complete by now.
  static_cast<void>(sync(folder_of(target_), O_RDONLY | O_DIRECTORY));
}

}  // namespace dimsim
