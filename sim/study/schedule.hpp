#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/inputs.hpp"
#include "dimsim/study/shard.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace dimsim::study {

/// The runs of a study: which are planned, which is next, and which points are complete. When a precision is
/// requested, the number of replications of a point follows from the results so far. It is decided when all
/// planned runs of the point have ended, and is the same for all policies, so that it does not depend on the
/// order in which runs end.
class Schedule {
 public:
  /// Contract: `points` outlives the schedule.
  Schedule(std::span<const Inputs> points, const Shard& shard);

  /// The next run to start, if there is one now; more may follow when others have ended.
  [[nodiscard]] std::optional<results::RunKey> next();
  /// Records that a started run has ended; `summary` is nullptr if it failed. A point with a failed run gets
  /// no more replications.
  void end(const results::RunKey& key, const results::PolicySummary* summary);

  [[nodiscard]] bool is_done() const { return ended_ == planned_; }
  [[nodiscard]] bool is_complete(std::size_t point) const { return states_[point].open == 0; }
  /// Whether any run of the point belongs to this shard.
  [[nodiscard]] bool has(std::size_t point) const { return !states_[point].replications.empty(); }

  [[nodiscard]] std::size_t planned() const { return planned_; }  ///< runs, so far
  [[nodiscard]] std::size_t ended() const { return ended_; }

 private:
  struct State {
    std::vector<std::uint32_t> replications;  ///< planned so far
    std::size_t open = 0;                     ///< runs that have not ended
    bool has_failed = false;
    std::vector<std::vector<double>> values;  ///< of the metric of a precision: [policy][replication]
  };

  void plan(std::size_t point, std::uint32_t replication);
  void plan_more(std::size_t point);

  std::span<const Inputs> points_;
  std::vector<State> states_;
  std::deque<results::RunKey> waiting_;
  std::size_t planned_ = 0;
  std::size_t ended_ = 0;
};

}  // namespace dimsim::study
