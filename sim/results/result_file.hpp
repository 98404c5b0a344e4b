#pragma once

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/columns/group.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/results/run_record.hpp"
#include "dimsim/results/study_header.hpp"
#include "dimsim/results/study_tables.hpp"
#include "dimsim/results/summary.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace dimsim::results {

/// A result file that is being written; docs/formats.md describes its content. Whole or absent: it gets its
/// name in finish(). Contains no date, host name or number of workers, so that the same scenario and seed
/// give the same bytes. Every run has a row in a table; if requests are kept, it also has a group with all of
/// them.
class ResultFile {
 public:
  /// Creates the file under a temporary name beside `target`, so that a target that cannot be written is
  /// found before the runs. Throws InputError if `target` exists and is not a dimsim result, RunError if it
  /// cannot be written. Contract: `header` outlives the object.
  ResultFile(const std::filesystem::path& target, const StudyHeader& header);

  /// Adds a run, and its requests, stations and links if the study keeps them. Throws RunError (disk full).
  /// Calls `between` regularly, because a long run takes seconds to write; exceptions that it throws are
  /// passed on. Contract: runs are added in the order of their keys.
  void add(
      const RunRecord& record, const std::function<void()>& between = [] {});

  /// Writes the tables and attributes of the study, and gives the file its name. Returns the summaries of all
  /// points. `failed` are the runs without a result. Throws RunError; no file is left then.
  [[nodiscard]] std::vector<Summary> finish(std::span<const FailedKey> failed = {});

  [[nodiscard]] const std::filesystem::path& target() const { return atomic_.target(); }

 private:
  void add_point(std::size_t point);
  void add_run(const RunRecord& record, const std::function<void()>& between);
  void summarise_policy();

  const StudyHeader& header_;
  AtomicFile atomic_;
  hdf5::File file_;
  RunTable table_;
  std::vector<Summary> summaries_;        ///< of all points
  std::vector<PolicySummary> of_policy_;  ///< replications of the policy that was added last
  RunKey last_;
  std::size_t points_ = 0;  ///< number of the first point that has no group yet
  std::size_t runs_ = 0;
  std::string kernel_;
  std::vector<columns::Group> groups_;  ///< groups of columns other than the core; no run has any yet
};

}  // namespace dimsim::results
