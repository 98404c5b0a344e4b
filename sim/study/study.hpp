#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/results/study_header.hpp"
#include "dimsim/study/inputs.hpp"
#include "dimsim/study/journal.hpp"
#include "dimsim/study/shard.hpp"
#include "dimsim/study/signal_watch.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dimsim::study {

/// Progress of a study.
struct Progress {
  std::size_t points_done = 0;  ///< points whose results were delivered
  std::size_t points = 0;
  std::size_t runs_done = 0;
  std::size_t runs = 0;        ///< planned so far: more may follow when a precision is requested
  std::uint64_t done = 0;      ///< finished requests of all runs
  std::uint64_t expected = 0;  ///< requests of all runs; estimated if the workload is given by a duration
  std::uint64_t found = 0;     ///< requests of the runs that the journal already held
  std::string longest = {};    ///< name of the longest-running run; "" if none is running
  double longest_s = 0;        ///< how long it has been running [s]
};

struct Options {
  std::size_t workers = 1;                  ///< runs that are executed concurrently
  std::optional<double> time_limit_s = {};  ///< of a run [s]
  bool keep_bursts = false;                 ///< RunResult::bursts, where requests are kept
  Shard shard = {};
  std::function<void(const Progress&)> on_progress = [](const Progress&) {};
};

/// Header of the study's result file. Reads the trace files for their fingerprints. Contract: there is at
/// least one point.
[[nodiscard]] results::StudyHeader header_of(std::span<const Inputs> points, const plan::Settings& settings);

/// Identifies a study: different for other scenarios, traces or programs, so that their runs are not mixed.
[[nodiscard]] std::string fingerprint_of(const results::StudyHeader& header, std::span<const Inputs> points);

/// Executes every run of the shard that the journal does not hold, each in a process of its own, and stores
/// it there. Calls `deliver` with all runs in the order of their keys, as soon as all earlier points are
/// complete. The runs depend on the inputs only, not on the number of workers. A run that dies or takes too
/// long does not end the others; returns the runs without a result. Throws InputError if a run refuses its
/// input, and Interrupted.
[[nodiscard]] std::vector<results::FailedKey> run(
    std::span<const Inputs> points, const Options& options, Journal& journal, bool keep_requests,
    const SignalWatch& signals, const std::function<void(const results::RunRecord&)>& deliver);

}  // namespace dimsim::study
