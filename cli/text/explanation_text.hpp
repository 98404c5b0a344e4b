#pragma once

#include "dimsim/analysis/request_detail.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <string>

namespace dimsim::cli {

/// The data of an explanation. Contract: the objects that it refers to outlive it.
struct Explained {
  const analysis::RunEntry& run;
  const analysis::RequestDetail& request;
  std::size_t index = 0;                         ///< the request's number in its run
  std::string point;                             ///< name of the point; "" if nothing is swept
  const scenario::Scenario* scenario = nullptr;  ///< of the point; null if it cannot be read
  const trace::Split* samples = nullptr;         ///< split of the trace; null without a trace
};

/// Explains where the latency, energy and λ of a request went and how its policy decides, in lines of at most
/// 100 columns. Names the quantities that the file does not split.
[[nodiscard]] std::string explanation_text(const Explained& explained);

}  // namespace dimsim::cli
