#include "dimsim/scenario/scenario.hpp"

#include <algorithm>

namespace dimsim::scenario {

std::uint32_t site_of_device(const Scenario& scenario, const HostGroup& group, std::uint32_t number) {
  if (group.site.empty()) {  // spread evenly and deterministically, without random numbers
    return number % static_cast<std::uint32_t>(scenario.sites.size());
  }
  const auto site = std::find(scenario.sites.begin(), scenario.sites.end(), group.site);
  return static_cast<std::uint32_t>(site - scenario.sites.begin());
}

}  // namespace dimsim::scenario
