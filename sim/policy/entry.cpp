#include "dimsim/policy/entry.hpp"

#include <utility>

namespace dimsim::policy {

std::shared_ptr<const Parameters> Entry::bind(const Node& parameters_of_policy) const {
  Creator creator = read(parameters_of_policy);
  Needs all = needs;
  all.calibration = needs.calibration || creator.tunes;
  return std::make_shared<const Parameters>(all, std::move(creator.create));
}

}  // namespace dimsim::policy
