#include "dimsim/study/journal.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"
#include "dimsim/study/serialisation.hpp"

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
#include <sys/stat.h>

// One file for each run, because runs end in several processes in any order: the writers need neither a lock
// nor an index, and a damaged file costs one run.
//
// A record has its final name only once it is on the disk. AtomicFile would do that for each file by itself,
// and each of its calls of fsync() is a transaction of the file system: 20 ms for a record on a busy disk,
// with which a study of 2,000 runs of 10 requests took 1.5 to 2.3 times as long. Instead, syncfs() writes the
// records of a second in one transaction, and then all of them are renamed. A process that is killed
// meanwhile leaves records under their first names; those that are whole, by their checksums, count.
namespace dimsim::study {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFolderEnding = ".part";
constexpr const char* kRunEnding = ".run";
constexpr const char* kUnsyncedEnding = ".unsynced";
constexpr const char* kLock = "lock";

fs::path unsynced_name(const fs::path& file) { return file.string() + kUnsyncedEnding; }

/// The key in the name "12-3-456.run", also with ".unsynced" behind it; nothing for any other file.
std::optional<results::RunKey> key_of(const fs::path& name) {
  const fs::path file = name.extension() == kUnsyncedEnding ? fs::path(name).replace_extension() : name;
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

/// Creates a folder and locks it.
FileDescriptor lock_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw RunError(fmt::format("cannot create the folder '{}': {}", folder.string(), error.message()));
  }
  return lock_file(folder / kLock);
}

/// Whether an open file has lost its name.
bool is_deleted(const FileDescriptor& file) {
  struct stat status {};
  return fstat(file.number(), &status) == 0 && status.st_nlink == 0;
}

FileDescriptor open_record(const fs::path& file) {
  FileDescriptor run(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (run.number() < 0) {
    throw RunError(fmt::format("cannot read '{}': {}", file.string(), errno_text()));
  }
  return run;
}

/// Calls `read` with an open record. Adds the name of the file to a message, which is about a part of it.
template <class Read>
auto read_with(const fs::path& file, Read read) {
  const FileDescriptor record = open_record(file);
  try {
    return read(record.number());
  } catch (const RunError& error) {
    throw RunError(fmt::format("cannot read '{}': {}; run the study again, which repeats this run",
                               file.string(), error.what()));
  }
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
    : parent_(target.string() + kFolderEnding), folder_(parent_ / fingerprint), lock_(lock_folder(folder_)) {
  // The process that held the lock may have completed the study and removed the folder. Once only: on file
  // systems that do not count links a file may always seem to be deleted.
  if (is_deleted(lock_)) {
    lock_ = lock_folder(folder_);
  }
  find_runs();
}

void Journal::find_runs() {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    const fs::path& file = entry.path();
    const auto key = key_of(file);
    const bool is_unsynced = file.extension() == kUnsyncedEnding;
    if (key && is_readable(file)) {
      found_.insert(*key);
      if (is_unsynced) {
        unsynced_.push_back(*key);  // of a process that was killed: the next sync gives it its name
      }
    } else if (file.filename() != kLock) {  // damaged, or being written when the process was killed
      unreadable_ += key && !is_unsynced ? 1U : 0U;
      fs::remove(file, error);
    }
  }
}

Journal::~Journal() {
  std::error_code ignored;
  if (kept() == 0) {
    fs::remove_all(folder_, ignored);
    fs::remove(parent_, ignored);  // fails, as it should, if it holds another study's runs
  } else if (!unsynced_.empty()) {
    sync();  // a failure cannot be reported here, and costs at most the last runs
  }
}

fs::path Journal::file_of(const results::RunKey& key) const {
  return folder_ / fmt::format("{}-{}-{}{}", key.point, key.policy, key.replication, kRunEnding);
}

void Journal::keep(const results::RunRecord& record) const {
  const fs::path target = file_of(record.key);
  const fs::path unsynced = unsynced_name(target);  // unique: no run is made twice at a time
  try {
    FileDescriptor file(open(unsynced.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.number() < 0) {
      throw RunError(fmt::format("cannot write '{}': {}", target.string(), errno_text()));
    }
    write_record(file.number(), record);
    if (!file.close()) {
      throw RunError(fmt::format("cannot write '{}': {}", target.string(), errno_text()));
    }
  } catch (const RunError&) {
    unlink(unsynced.c_str());  // the disk may be full, and other runs go on
    throw;
  }
}

bool Journal::sync_if_due() {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds kShortest{1};
  constexpr int kTimesAsLong = 20;
  const Clock::time_point begin = Clock::now();
  if (unsynced_.empty() || begin < next_sync_) {
    return false;
  }
  const bool is_done = sync();
  const Clock::time_point end = Clock::now();
  next_sync_ = end + std::max<Clock::duration>(kShortest, kTimesAsLong * (end - begin));
  return is_done;
}

/// Syncs all files of the file system, also those of others: on a busy disk it may take long, so its duration
/// counts above. For the same reason an error does not end the study: it may concern the file of another
/// program, and a record of ours that was lost is found when it is read.
bool Journal::sync() {
  if (syncfs(lock_.number()) != 0) {
    return false;
  }
  for (const results::RunKey& key : unsynced_) {
    const fs::path file = file_of(key);
    if (rename(unsynced_name(file).c_str(), file.c_str()) != 0 && errno != ENOENT) {
      return false;  // renamed before, if there is none of that name
    }
  }
  unsynced_.clear();
  return true;
}

/// Under its first name, unless it has the final one: a run that is done again replaces no other.
fs::path Journal::existing_file_of(const results::RunKey& key) const {
  const fs::path file = file_of(key);
  return fs::exists(file) ? file : unsynced_name(file);
}

results::RunRecord Journal::read(const results::RunKey& key) const {
  return read_with(existing_file_of(key), [](int file) {
    std::size_t position = 0;
    return read_record(file, position);
  });
}

results::PolicySummary Journal::read_summary(const results::RunKey& key) const {
  return read_with(existing_file_of(key), [](int file) { return study::read_summary(file, 0); });
}

void Journal::remove() {
  // Without the lock: another process that found no lock would work in this folder, and lose it when this
  // one ends.
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    std::error_code ignored;
    if (entry.path().filename() != kLock) {
      fs::remove(entry.path(), ignored);
    }
  }
  unsynced_.clear();
}

/// A run that was killed may have left a part of its record. Only records that nobody has marked can be such
/// parts, so that few are read here.
std::size_t Journal::kept() const {
  const auto is_whole = [this](const fs::path& file, const results::RunKey& key) {
    return file.extension() != kUnsyncedEnding ||
           std::find(unsynced_.begin(), unsynced_.end(), key) != unsynced_.end() || is_readable(file);
  };
  std::size_t count = 0;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    const auto key = key_of(entry.path());
    count += key && is_whole(entry.path(), *key) ? 1U : 0U;
  }
  return count;
}

}  // namespace dimsim::study
