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

/// A result file that is being written; sim/README.md describes what is in it. Whole or absent: it gets its
/// name in finish(). Holds no date, host name or number of workers, so that the same scenario and seed give
/// the same bytes. Every run has a row in a table; where requests are kept, also a group with all of them.
class ResultFile {
 public:
  /// Makes the file under a temporary name beside `target`, so that what stands in the way shows before the
  /// runs. Throws InputError when `target` exists and is not a dimsim result, RunError when it cannot be
  /// written. Contract: `header` outlives it.
  ResultFile(const std::filesystem::path& target, const StudyHeader& header);

  /// Adds a run; its requests, stations and links where the study keeps them. Throws RunError (disk full).
  /// `between` is called now and then, since a long run takes its time; what it throws comes out of here.
  /// Contract: runs come in the order of their keys.
  void add(
      const RunRecord& record, const std::function<void()>& between = [] {});

  /// Writes what holds for all runs and gives the file its name; the summaries of all points come back.
  /// `failed` are the runs that should be there and are not. Throws RunError; no file is left then.
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
  std::size_t points_ = 0;  ///< the next that may have a group
  std::size_t runs_ = 0;
  std::string kernel_;
  std::vector<columns::Group> groups_;  ///< of columns beyond the core that any run has
};

}  // namespace dimsim::results
