#include "dimsim/study/journal.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/study/serialisation.hpp"
#include "dimsim/study/system_error.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <system_error>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/file.h>

// One file for each run, because runs end in several processes in any order: the writers need neither a lock
// nor an index, and a damaged file costs one run. A record is written under another name and renamed, so that
// a process that is killed leaves no half of one. After a loss of power a file may be empty or damaged all
// the same, since the disk was not asked to write it in order; the checksums of its frames show that, and the
// run is done again.
//
// AtomicFile is not used, because it calls fsync() for each file and for its folder, and each call is a
// transaction of the file system: 20 ms for a record on a busy disk, with which a study of 2,000 runs of 10
// requests took 1.5 to 2.3 times as long. syncfs() writes the records of a second in one transaction.
namespace dimsim::study {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFolderEnding = ".part";
constexpr const char* kRunEnding = ".run";
constexpr const char* kUnfinishedEnding = ".unfinished";
constexpr const char* kLock = "lock";

/// The key in the name "12-3-456.run"; nothing for any other file.
std::optional<results::RunKey> key_of(const fs::path& file) {
  if (file.extension() != kRunEnding) {
    return std::nullopt;
  }
  results::RunKey key;
  int end = 0;
  const std::string stem = file.stem().string();
  const bool is_key =
      std::sscanf(stem.c_str(), "%zu-%zu-%u%n", &key.point, &key.policy, &key.replication, &end) == 3;
  return is_key && static_cast<std::size_t>(end) == stem.size() ? std::optional(key) : std::nullopt;
}

/// Locks a file until the descriptor is closed. Waits up to 2 s: the workers of a parent that was killed have
/// inherited its lock, and hold it until the system has ended them. flock() is used because, unlike a file
/// with a process ID in it, it vanishes with its holder, however that ends.
FileDescriptor lock_file(const fs::path& file) {
  constexpr int kTries = 20;
  constexpr std::chrono::milliseconds kPause{100};
  FileDescriptor lock(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (lock.number() < 0) {
    throw RunError(
        fmt::format("cannot write to the folder '{}': {}", file.parent_path().string(), errno_text()));
  }
  for (int i = 0; flock(lock.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; ++i) {
    if (i == kTries) {
      throw RunError(fmt::format(
          "another dimsim is at work on the same study and holds '{}'; wait for it to end, or choose "
          "another file with -o",
          file.string()));
    }
    std::this_thread::sleep_for(kPause);
  }
  // A file system without locks is accepted: two writers are unlikely, but a refusal would be certain.
  return lock;
}

FileDescriptor open_record(const fs::path& file) {
  FileDescriptor run(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (run.number() < 0) {
    throw RunError(fmt::format("cannot read '{}': {}", file.string(), errno_text()));
  }
  return run;
}

/// Whether a record is complete and undamaged. The size counts too: frames know where they end, and bytes
/// after the last one mean that something else wrote to the file.
bool is_readable(const fs::path& file) {
  try {
    std::size_t position = 0;
    check_record(open_record(file).number(), position);
    return position == fs::file_size(file);
  } catch (const RunError&) {
    return false;
  } catch (const fs::filesystem_error&) {
    return false;
  }
}

}  // namespace

Journal::Journal(const fs::path& target, const std::string& fingerprint)
    : parent_(target.string() + kFolderEnding), folder_(parent_ / fingerprint) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    throw RunError(fmt::format("cannot create the folder '{}': {}", folder_.string(), error.message()));
  }
  lock_ = lock_file(folder_ / kLock);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    const auto key = key_of(entry.path());
    if (key && is_readable(entry.path())) {
      found_.insert(*key);
    } else if (entry.path().filename() != kLock) {  // damaged, or the temporary file of a killed process
      unreadable_ += key ? 1U : 0U;
      fs::remove(entry.path(), error);
    }
  }
}

Journal::~Journal() {
  std::error_code ignored;
  if (kept() == 0) {
    fs::remove_all(folder_, ignored);
    fs::remove(parent_, ignored);  // fails, as it should, if it holds another study's runs
  } else if (has_unsynced_) {
    syncfs(lock_.number());  // a failure cannot be reported here, and costs at most the last runs
  }
}

fs::path Journal::file_of(const results::RunKey& key) const {
  return folder_ / fmt::format("{}-{}-{}{}", key.point, key.policy, key.replication, kRunEnding);
}

void Journal::keep(const results::RunRecord& record) const {
  const fs::path target = file_of(record.key);
  const fs::path unfinished = target.string() + kUnfinishedEnding;  // unique: no run is made twice at a time
  try {
    FileDescriptor file(open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.number() < 0) {
      throw RunError(fmt::format("cannot write '{}': {}", target.string(), errno_text()));
    }
    write_record(file.number(), record);
    if (!file.close() || rename(unfinished.c_str(), target.c_str()) != 0) {
      throw RunError(fmt::format("cannot write '{}': {}", target.string(), errno_text()));
    }
  } catch (const RunError&) {
    unlink(unfinished.c_str());  // the disk may be full, and other runs go on
    throw;
  }
}

bool Journal::sync_if_due() {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds kShortest{1};
  constexpr int kTimesAsLong = 20;
  const Clock::time_point begin = Clock::now();
  if (!has_unsynced_ || begin < next_sync_) {
    return false;
  }
  // All files of the file system, also those of others: on a busy disk it may take long, so its duration
  // counts. For the same reason an error does not end the study: it may concern the file of another program,
  // and a record of ours that was lost is found when it is read.
  has_unsynced_ = syncfs(lock_.number()) != 0;
  const Clock::time_point end = Clock::now();
  next_sync_ = end + std::max<Clock::duration>(kShortest, kTimesAsLong * (end - begin));
  return !has_unsynced_;
}

results::RunRecord Journal::read(const results::RunKey& key) const {
  const FileDescriptor file = open_record(file_of(key));
  std::size_t position = 0;
  return read_record(file.number(), position);
}

results::PolicySummary Journal::read_summary(const results::RunKey& key) const {
  return study::read_summary(open_record(file_of(key)).number(), 0);
}

void Journal::remove() {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    std::error_code ignored;
    fs::remove(entry.path(), ignored);
  }
  has_unsynced_ = false;
}

std::size_t Journal::kept() const {
  std::size_t count = 0;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    count += key_of(entry.path()) ? 1U : 0U;
  }
  return count;
}

}  // namespace dimsim::study
