#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace dimsim::engine {

/// Expected service times of every host group, computed when first asked for.
class ServiceTimes {
 public:
  ServiceTimes(const scenario::Scenario& scenario, int classes, int most_tokens);

  /// Layers first..last with `exits` heads, run in one go by a host of a group [s]. Throws InputError beyond
  /// a device's measured table.
  [[nodiscard]] double expected_s(std::uint32_t tier, std::uint32_t group, int first_layer, int last_layer,
                                  int exits, int tokens) const;

 private:
  const scenario::Scenario& scenario_;
  int classes_;
  std::size_t tokens_;                            ///< longest sample, and 0
  std::vector<std::vector<std::uint64_t>> host_;  ///< [tier][group]: number of the group among all
  mutable std::unordered_map<std::uint64_t, std::vector<double>> by_piece_;  ///< [tokens], NaN: not computed
};

/// What a service takes over its expected time, drawn from number `index` of the stream; the mean is 1.
[[nodiscard]] double jitter_factor(const model::Jitter& jitter, const RandomStream& stream,
                                   std::uint64_t index);

}  // namespace dimsim::engine
