#include "dimsim/study/schedule.hpp"

#include "dimsim/results/metrics.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>

namespace dimsim::study {

namespace {

statistics::Target target_of(const plan::Precision& precision) {
  return {.relative = precision.relative, .confidence = precision.confidence, .most = precision.most};
}

}  // namespace

Schedule::Schedule(std::span<const Inputs> points, const Shard& shard)
    : points_(points), states_(points.size()) {
  // In the order of the keys: the first points are complete early, and their runs can be written to the
  // result file while later points are simulated.
  const std::vector<std::vector<bool>> own = pieces_of(shard, points);
  for (std::size_t point = 0; point < points.size(); ++point) {
    const scenario::Scenario& scenario = points[point].scenario;
    const plan::PointDescription& description = points[point].description;
    const std::uint32_t replications =
        description.precision ? statistics::next_replications({}, target_of(*description.precision))
                              : description.replications;
    states_[point].values.resize(scenario.policies.size());
    for (std::uint32_t replication = 0; replication < replications; ++replication) {
      // With a precision all replications belong to one shard: each depends on the results of those before.
      if (own[point][description.precision ? 0 : replication]) {
        plan(point, replication);
      }
    }
  }
}

void Schedule::plan(std::size_t point, std::uint32_t replication) {
  State& state = states_[point];
  state.replications.push_back(replication);
  for (std::size_t policy = 0; policy < state.values.size(); ++policy) {
    waiting_.push_back({point, policy, replication});
    ++state.open;
    ++planned_;
  }
}

std::optional<results::RunKey> Schedule::next() {
  if (waiting_.empty()) {
    return std::nullopt;
  }
  const results::RunKey key = waiting_.front();
  waiting_.pop_front();
  return key;
}

void Schedule::end(const results::RunKey& key, const results::PolicySummary* summary) {
  State& state = states_[key.point];
  const auto& precision = points_[key.point].description.precision;
  if (summary == nullptr) {
    state.has_failed = true;
  } else if (precision) {
    // Stored by replication, not appended: rounding makes a sum depend on its order, and runs end in any
    // order.
    std::vector<double>& values = state.values[key.policy];
    values.resize(std::max<std::size_t>(values.size(), key.replication + 1));
    values[key.replication] = results::value_of(*summary, precision->metric);
  }
  ++ended_;
  if (--state.open == 0 && precision && !state.has_failed) {
    plan_more(key.point);
  }
}

void Schedule::plan_more(std::size_t point) {
  const State& state = states_[point];
  // The policy that needs most decides for all: comparisons pair the replications of two policies.
  std::uint32_t wanted = 0;
  for (const std::vector<double>& values : state.values) {
    wanted = std::max(
        wanted, statistics::next_replications(values, target_of(*points_[point].description.precision)));
  }
  for (auto next = static_cast<std::uint32_t>(state.replications.size()); next < wanted; ++next) {
    plan(point, next);
  }
}

}  // namespace dimsim::study
