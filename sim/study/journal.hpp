#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/file_descriptor.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace dimsim::study {

/// The finished runs of a study, one file each, until the result file is complete: the folder
/// TARGET.part/FINGERPRINT. An interrupted study continues where it stopped; a loss of power costs at most
/// the runs since the last sync_if_due() that returned true. A record that did not reach the disk whole
/// counts as not there. The fingerprint separates the runs of a changed scenario, trace or program.
class Journal {
 public:
  /// Creates the folder, or opens the one that an earlier process left. Truncated or damaged records are
  /// removed, so that their runs are done again. Throws RunError: the folder cannot be created, or another
  /// process works on the same study.
  Journal(const std::filesystem::path& target, const std::string& fingerprint);
  /// Removes the folder if it holds no run; otherwise writes what was marked to the disk.
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Whether the journal held the run when it was opened.
  [[nodiscard]] bool had(const results::RunKey& key) const { return found_.contains(key); }
  /// Number of runs that it held when it was opened.
  [[nodiscard]] std::size_t found() const { return found_.size(); }

  /// Number of records that were removed because they could not be read.
  [[nodiscard]] std::size_t unreadable() const { return unreadable_; }

  /// Stores a run; called in the process that simulated it. All processes can read it at once; a later
  /// sync_if_due() writes it to the disk. Throws RunError (disk full); nothing is left then.
  void keep(const results::RunRecord& record) const;
  /// Notes in this process that a run was kept, in this process or another.
  void mark_kept(const results::RunKey& key) { unsynced_.push_back(key); }
  /// Writes the marked runs to the disk, and then gives their files the final names. Does nothing if none was
  /// marked since the last time, or that was less than a second ago, or less than 20 times as long ago as it
  /// took: so at most 5 % of the time are spent here. Returns true if it did; after an error the next call
  /// that is due tries again.
  bool sync_if_due();
  /// Reads a stored run. Throws RunError.
  [[nodiscard]] results::RunRecord read(const results::RunKey& key) const;
  [[nodiscard]] results::PolicySummary read_summary(const results::RunKey& key) const;

  /// Removes all runs. Contract: they are in a result file or shard file, or are not needed.
  void remove();

  /// TARGET.part, for messages.
  [[nodiscard]] const std::filesystem::path& folder() const { return parent_; }
  /// Number of complete runs in the folder now.
  [[nodiscard]] std::size_t kept() const;

 private:
  [[nodiscard]] std::filesystem::path file_of(const results::RunKey& key) const;
  [[nodiscard]] std::filesystem::path existing_file_of(const results::RunKey& key) const;
  void find_runs();
  bool sync();

  std::filesystem::path parent_;
  std::filesystem::path folder_;
  FileDescriptor lock_;
  std::set<results::RunKey> found_;
  std::size_t unreadable_ = 0;
  std::vector<results::RunKey> unsynced_;            ///< marked since the last sync
  std::chrono::steady_clock::time_point next_sync_;  ///< not before
};

}  // namespace dimsim::study
