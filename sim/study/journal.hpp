#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/file_descriptor.hpp"

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>

namespace dimsim::study {

/// The finished runs of a study, one file each, until the result file is complete: the folder
/// TARGET.part/FINGERPRINT. A run is kept whole or not at all, also when the machine loses power, so that an
/// interrupted study continues where it stopped. The fingerprint separates the runs of a changed scenario,
/// trace or program.
class Journal {
 public:
  /// Creates the folder, or opens the one that an earlier process left. Truncated or damaged records are
  /// removed, so that their runs are done again. Throws RunError: the folder cannot be created, or another
  /// process works on the same study.
  Journal(const std::filesystem::path& target, const std::string& fingerprint);
  /// Removes the folder if it holds no run.
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Whether the journal held the run when it was opened.
  [[nodiscard]] bool had(const results::RunKey& key) const { return found_.contains(key); }
  /// Number of runs that it held when it was opened.
  [[nodiscard]] std::size_t found() const { return found_.size(); }

  /// Number of records that were removed because they could not be read.
  [[nodiscard]] std::size_t unreadable() const { return unreadable_; }

  /// Stores a run on the disk (fsync); called in the process that simulated it. Throws RunError (disk full).
  void keep(const results::RunRecord& record) const;
  /// Reads a stored run. Throws RunError.
  [[nodiscard]] results::RunRecord read(const results::RunKey& key) const;
  [[nodiscard]] results::PolicySummary read_summary(const results::RunKey& key) const;

  /// Removes all runs. Contract: they are in a result file or shard file, or are not needed.
  void remove();

  /// TARGET.part, for messages.
  [[nodiscard]] const std::filesystem::path& folder() const { return parent_; }
  /// Number of runs in the folder now.
  [[nodiscard]] std::size_t kept() const;

 private:
  [[nodiscard]] std::filesystem::path file_of(const results::RunKey& key) const;

  std::filesystem::path parent_;
  std::filesystem::path folder_;
  FileDescriptor lock_;
  std::set<results::RunKey> found_;
  std::size_t unreadable_ = 0;
};

}  // namespace dimsim::study
