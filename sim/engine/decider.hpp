#pragma once

#include "dimsim/engine/run_input.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/results/run_result.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace dimsim::engine {

/// Connects a run with its policy: describes requests to it, passes on its decisions and, if it learns,
/// reports to it what became of each request.
///
/// Contract: a request keeps its slot from start() to finished(). Call next() whenever an action of the
/// policy is done, sent() and left() as the request goes up the tiers.
class Decider {
 public:
  /// Creates the policy and gives it what it may know. Throws InputError if it cannot use its calibration
  /// split, InvariantError if it has no parameters or lacks the split that it needs.
  Decider(const RunInput& input, const platform::Topology& topology, const policy::Forecast& forecast);

  [[nodiscard]] const policy::Fleet& fleet() const { return fleet_; }
  /// Whether the policy learns from answers; finished() is to be called only then.
  [[nodiscard]] bool learns() const { return learns_; }

  /// A request as its policy sees it. `device_load`: requests at its device now, 0 where that is not known.
  [[nodiscard]] policy::Request describe(std::uint32_t number, std::uint64_t device_number,
                                         const results::RequestRecord& record,
                                         std::uint32_t device_load) const;

  /// Both throw InvariantError for a policy that answers before any exit was evaluated.
  [[nodiscard]] policy::Action start(std::uint32_t slot, const policy::Request& request);
  [[nodiscard]] policy::Action next(const policy::Request& request, const policy::Progress& progress);

  /// Text or hidden state has left for a tier; `payload_bytes` without headers.
  void sent(std::uint32_t slot, std::uint32_t tier, double payload_bytes);
  /// The request is done at its host in a tier, where `load` others remain in service and waiting; `servers`
  /// is at least 1.
  void left(std::uint32_t slot, std::uint32_t tier, std::uint32_t load, std::uint32_t servers);
  /// The answer is on the device; `visits`: the request's, by tier.
  void finished(std::uint32_t slot, const policy::Request& request, double now_s,
                std::span<const policy::Exit> exits, std::span<const results::Visit> visits);

  /// The policy report, after the run; `sample_of_request` by the request's number.
  [[nodiscard]] policy::Report report(std::span<const std::uint32_t> sample_of_request) const;

 private:
  [[nodiscard]] policy::Action checked(const policy::Action& action, bool has_answer) const;

  const RunInput input_;
  const trace::Split& samples_;
  const platform::Topology& topology_;
  policy::Fleet fleet_;
  std::unique_ptr<policy::Policy> policy_;
  bool has_hindsight_ = false;
  bool learns_ = false;
  std::vector<std::vector<policy::Stay>> stays_;  ///< [slot][tier], of a policy that learns
};

}  // namespace dimsim::engine
