#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/file_descriptor.hpp"

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>

namespace dimsim::study {

/// The finished runs of a study, one file each, until the study's own file is complete: the folder
/// TARGET.part/FINGERPRINT. A run is kept whole or not at all, also when the machine loses power, so that a
/// study that was interrupted in any way continues where it was. The fingerprint keeps runs of a changed
/// scenario, trace or program apart.
class Journal {
 public:
  /// Makes the folder, or opens what an earlier process has left there. Records that are not as they were
  /// written are removed, so that their runs are done again. Throws RunError: the folder cannot be made, or
  /// another process works on the same study.
  Journal(const std::filesystem::path& target, const std::string& fingerprint);
  /// Removes the folder when no run is in it.
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Whether the run was kept when the journal was opened.
  [[nodiscard]] bool had(const results::RunKey& key) const { return found_.contains(key); }
  /// Runs that were kept when it was opened.
  [[nodiscard]] std::size_t found() const { return found_.size(); }

  /// Records that were removed since they could not be read.
  [[nodiscard]] std::size_t unreadable() const { return unreadable_; }

  /// Keeps a run on the disk (fsync); called in the process that made it. Throws RunError (disk full).
  void keep(const results::RunRecord& record) const;
  /// Reads a run that is kept. Throws RunError.
  [[nodiscard]] results::RunRecord read(const results::RunKey& key) const;
  [[nodiscard]] results::PolicySummary read_summary(const results::RunKey& key) const;

  /// Removes all runs, once they are elsewhere.
  void remove();

  /// TARGET.part, for messages.
  [[nodiscard]] const std::filesystem::path& folder() const { return parent_; }
  /// Runs that are kept by now.
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
