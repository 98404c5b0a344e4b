#pragma once

#include "dimsim/statistics/statistics.hpp"
#include "support/single_server.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace dimsim::statistics {

/// Number of intervals that contain the mean sojourn time of an M/M/1 station in steady state, and of all
/// intervals.
struct BatchMeansCoverage {
  int given = 0;
  int covering = 0;
};

inline BatchMeansCoverage batch_means_coverage(double load, std::size_t requests, std::uint32_t repeats) {
  BatchMeansCoverage result;
  for (std::uint32_t repeat = 0; repeat < repeats; ++repeat) {
    const auto series = SingleServer(load, SingleServer::Start::Steady, repeat).sojourns_s(requests);
    if (const auto half_width = batch_means_half_width(series)) {
      ++result.given;
      result.covering += std::abs(mean(series) - 1 / (1 - load)) <= *half_width ? 1 : 0;
    }
  }
  return result;
}

}  // namespace dimsim::statistics
