#pragma once

#include "dimsim/trace/trace.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dimsim::policy {

/// Figures that a policy reports after a run.
struct Report {
  struct Figure {
    std::string name;  ///< "regret"
    double value = 0;
    std::string unit;
    std::string meaning;
  };
  /// A figure over time: one value per request, in the order of the policy's decisions.
  struct Course {
    std::string name;
    std::vector<double> values;
    std::string unit;
    std::string meaning;
  };
  std::vector<Figure> figures;
  std::vector<Course> courses;
};

/// What is known after the run.
struct Review {
  const trace::Split& samples;
  std::span<const std::uint32_t> sample_of_request;  ///< by Request::number
};

}  // namespace dimsim::policy
