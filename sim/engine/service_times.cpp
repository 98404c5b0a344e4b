#include "dimsim/engine/service_times.hpp"

#include <cmath>
#include <limits>

namespace dimsim::engine {

ServiceTimes::ServiceTimes(const scenario::Scenario& scenario, int classes, int most_tokens)
    : scenario_(scenario), classes_(classes), tokens_(static_cast<std::size_t>(most_tokens) + 1) {
  std::uint64_t number = 0;
  for (const scenario::Tier& tier : scenario.tiers) {
    host_.emplace_back();
    for (std::size_t group = 0; group < tier.hosts.size(); ++group) {
      host_.back().push_back(number++);
    }
  }
}

double ServiceTimes::expected_s(std::uint32_t tier, std::uint32_t group, int first_layer, int last_layer,
                                int exits, int tokens) const {
  // A mixed-radix number: host group, first layer, last layer, exits, each below its radix, so keys never
  // meet.
  const auto layers = static_cast<std::uint64_t>(scenario_.model.layers) + 1;
  const std::uint64_t key =
      ((host_[tier][group] * layers + static_cast<std::uint64_t>(first_layer)) * layers +
       static_cast<std::uint64_t>(last_layer)) *
          layers +
      static_cast<std::uint64_t>(exits);
  std::vector<double>& times = by_piece_[key];
  // A run evaluates the same few pieces millions of times, and the model of a device may interpolate tables;
  // each (piece, tokens) is computed once.
  if (times.empty()) {
    times.assign(tokens_, std::numeric_limits<double>::quiet_NaN());
  }
  double& seconds = times[static_cast<std::size_t>(tokens)];
  if (std::isnan(seconds)) {
    seconds = model::service_time_s(scenario_.tiers[tier].hosts[group].device, scenario_.model,
                                    {first_layer, last_layer, exits, classes_}, tokens, 1);
  }
  return seconds;
}

double jitter_factor(const model::Jitter& jitter, const RandomStream& stream, std::uint64_t index) {
  switch (jitter.kind) {
    case model::Jitter::Kind::None:
      return 1;
    case model::Jitter::Kind::Exponential:
      return stream.exponential(index, 1);
    case model::Jitter::Kind::Lognormal:
      break;
  }
  // A lognormal with mean 1: variance ln(1 + c²) of the logarithm, and its mean −variance / 2.
  const double variance = std::log1p(jitter.coefficient_of_variation * jitter.coefficient_of_variation);
  return std::exp(std::sqrt(variance) * stream.normal(index) - variance / 2);
}

}  // namespace dimsim::engine
