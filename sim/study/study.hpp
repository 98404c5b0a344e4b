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

/// How far a study is.
struct Progress {
  std::size_t points_done = 0;  ///< all of whose runs have ended
  std::size_t points = 0;
  std::size_t runs_done = 0;
  std::size_t runs = 0;        ///< planned by now: more may follow where a precision is asked for
  std::uint64_t done = 0;      ///< requests finished, over all runs
  std::uint64_t expected = 0;  ///< of all runs; estimated when the workload is given by a duration
  std::uint64_t found = 0;     ///< requests of runs that were kept from before
  std::string longest = {};    ///< name of the run that has been running for longest
  double longest_s = 0;        ///< [s]
};

struct Options {
  std::size_t workers = 1;                  ///< processes at once
  std::optional<double> time_limit_s = {};  ///< of a run [s]
  bool keep_bursts = false;                 ///< RunResult::bursts, where requests are kept
  Shard shard = {};
  std::function<void(const Progress&)> on_progress = [](const Progress&) {};
};

/// Header of the study's result file. Reads the traces' fingerprints. Contract: there is at least one point.
[[nodiscard]] results::StudyHeader header_of(std::span<const Inputs> points, const plan::Settings& settings);

/// Tells studies apart whose runs must not be mixed: other scenarios, traces, or programs.
[[nodiscard]] std::string fingerprint_of(const results::StudyHeader& header, std::span<const Inputs> points);

/// Does every run of the shard that the journal does not have, each in a process of its own, and keeps them
/// there. `deliver` is given the runs in the order of their keys, point by point as soon as all points before
/// are complete; they depend on the inputs alone, not on the number of workers. A run that dies or takes too
/// long does not end the others; those without a result come back. Throws InputError when a run refuses its
/// input, and Interrupted.
[[nodiscard]] std::vector<results::FailedKey> run(
    std::span<const Inputs> points, const Options& options, Journal& journal, bool keep_requests,
    const SignalWatch& signals, const std::function<void(const results::RunRecord&)>& deliver);

}  // namespace dimsim::study
