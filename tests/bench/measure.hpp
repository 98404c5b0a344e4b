#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::bench {

/// What one process of a program used and reported.
struct Outcome {
  double requests = 0;        ///< simulated to their end
  double mean_latency_s = 0;  ///< of the simulated requests [s]
  double in_flight = 0;       ///< simulated requests, mean
  double cpu_s = 0;           ///< processor time, set-up of the platform included [s]
  double peak_bytes = 0;      ///< largest resident size [B]
};

/// A program with its arguments, and what its runs gave.
struct Measured {
  std::string program;  ///< in the benchmark's own folder
  std::vector<std::string> arguments;
  std::vector<Outcome> outcomes{};

  /// Medians over the runs, each figure by itself.
  [[nodiscard]] Outcome median() const;
};

/// Runs each program once in turn, `repetitions` times over, each time in a process of its own; so that what
/// else the machine does meets all of them alike. Throws std::runtime_error when one fails.
void run_interleaved(std::vector<Measured>& programs, int repetitions);

}  // namespace dimsim::bench
