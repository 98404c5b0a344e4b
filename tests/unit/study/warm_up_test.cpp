#include "dimsim/study/warm_up.hpp"

#include "dimsim/results/run_result.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

/// Requests of which every second one is dropped. The first `transient` answers take 100 s, the others
/// alternate around 1 s.
results::RunResult half_dropped(std::size_t requests, std::size_t transient) {
  results::RunResult run;
  std::size_t answers = 0;
  for (std::size_t i = 0; i < requests; ++i) {
    results::RequestRecord request;
    request.arrival_s = static_cast<double>(i);
    request.outcome = i % 2 == 0 ? results::Outcome::Dropped : results::Outcome::Answered;
    double latency_s = 0;
    if (request.outcome == results::Outcome::Answered) {
      latency_s = answers < transient ? 100.0 : (answers % 2 == 0 ? 0.9 : 1.1);
      ++answers;
    }
    request.finish_s = request.arrival_s + latency_s;
    run.requests.push_back(request);
  }
  return run;
}

/// MSER-5 finds where the transient of 100 answers ends; among the requests that is the 200th, since every
/// second one has no answer.
TEST(FindWarmUp, CountsRequestsAlsoWhereSomeHaveNoAnswer) {
  const auto found = find_warm_up([] { return half_dropped(4000, 100); });
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->is_long_enough);
  EXPECT_EQ(found->requests, 201U);
}

TEST(FindWarmUp, IsNothingIfThePilotRunFails) {
  EXPECT_FALSE(find_warm_up([]() -> results::RunResult { throw std::runtime_error("no run"); }));
}

}  // namespace
}  // namespace dimsim::study
