#pragma once

#include "base/atomic_file.hpp"
#include "base/hdf5_file.hpp"
#include "results/run_result.hpp"
#include "results/summary.hpp"
#include "scenario/scenario.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace dimsim::results {

/// `format` and `version` attributes of a result file.
inline constexpr const char* kResultFormat = "dimsim.result";
inline constexpr int kResultVersion = 1;

/// A result file that is being written; sim/README.md describes what is in it. Whole or absent: it gets its
/// name in finish(). Holds no date, host name or number of workers, so that the same scenario and seed give
/// the same bytes.
class ResultFile {
 public:
  /// Makes the file under a temporary name beside `target`, so that what stands in the way shows before the
  /// runs. Throws InputError when `target` exists and is not a dimsim result, RunError when it cannot be
  /// written.
  explicit ResultFile(const std::filesystem::path& target);

  /// Adds the group /points/NNNN, in the order of the study. Throws RunError.
  void add_point(const scenario::Scenario& point, const std::string& trace_fingerprint);

  /// Adds the group /runs/NNNN of a point. Throws RunError (disk full). `between` is called now and then,
  /// since a long run takes its time; what it throws comes out of here.
  void add(
      std::size_t point, const RunResult& run, const std::function<void()>& between = [] {});

  /// Writes what holds for all runs and gives the file its name. `first` is the study's first point. Throws
  /// RunError; no file is left then.
  void finish(const scenario::Scenario& first, std::span<const Summary> summaries);

  [[nodiscard]] const std::filesystem::path& target() const { return atomic_.target(); }

 private:
  AtomicFile atomic_;
  hdf5::File file_;
  std::size_t points_ = 0;
  std::size_t runs_ = 0;
  std::string kernel_;
};

}  // namespace dimsim::results
