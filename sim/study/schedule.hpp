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

/// Which runs of a study there are, which are to be begun, and which points have all of theirs. Where a
/// precision is asked for, the number of replications follows from the results of those before, all policies
/// of a point having the same number, so that it does not depend on the order in which runs end.
class Schedule {
 public:
  /// Contract: `points` outlives it.
  Schedule(std::span<const Inputs> points, const Shard& shard);

  /// The next run to begin, if there is one now; more may come when others have ended.
  [[nodiscard]] std::optional<results::RunKey> next();
  /// A run that was begun has ended; without a summary when it failed. A point with a failed run gets no more
  /// replications.
  void end(const results::RunKey& key, const results::PolicySummary* summary);

  [[nodiscard]] bool is_done() const { return ended_ == planned_; }
  [[nodiscard]] bool is_complete(std::size_t point) const { return states_[point].open == 0; }
  /// Whether any run of it is of this shard.
  [[nodiscard]] bool has(std::size_t point) const { return !states_[point].replications.empty(); }

  [[nodiscard]] std::size_t planned() const { return planned_; }  ///< runs, by now
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
