#pragma once

#include "dimsim/analysis/request_detail.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <string>

namespace dimsim::cli {

/// What one request's explanation is made of. Contract: what it points to outlives it.
struct Explained {
  const analysis::RunEntry& run;
  const analysis::RequestDetail& request;
  std::size_t index = 0;                         ///< the request's number in its run
  std::string point;                             ///< the point's name; "" where nothing is swept
  const scenario::Scenario* scenario = nullptr;  ///< of the point; null where it cannot be read
  const trace::Split* samples = nullptr;         ///< the trace's split; null without one
};

/// Where the latency, energy and λ of a request went and why its policy decided so, in lines of at most 100
/// columns. Names what the file cannot split.
[[nodiscard]] std::string explanation_text(const Explained& explained);

}  // namespace dimsim::cli
