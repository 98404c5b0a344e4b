#include "dimsim/policy/ucb.hpp"

#include <algorithm>
#include <cmath>

namespace dimsim::policy {

// Rewards are delayed: an arm may have been chosen several times before its first reward arrives. So choices
// are counted apart from rewards; the former decide which arms count as tried, the latter are the n of the
// index.
std::size_t Ucb::choose() {
  ++decisions_;  // before the choice: t includes the present decision
  const std::size_t arm = best();
  ++arms_[arm].pulls;
  return arm;
}

void Ucb::reward(std::size_t arm, double value) {
  ++arms_[arm].rewards;
  arms_[arm].sum += value;
}

std::size_t Ucb::best() const {
  // Untried arms come first, in order. If every arm is pending, the least tried one is next.
  const auto fewest = std::min_element(arms_.begin(), arms_.end(),
                                       [](const Arm& a, const Arm& b) { return a.pulls < b.pulls; });
  const auto known = [](const Arm& arm) { return arm.rewards > 0; };
  auto chosen = std::find_if(arms_.begin(), arms_.end(), known);
  if (fewest->pulls == 0 || chosen == arms_.end()) {
    chosen = fewest;
  } else {
    for (auto arm = chosen + 1; arm != arms_.end(); ++arm) {
      chosen = known(*arm) && index_of(*arm) > index_of(*chosen) ? arm : chosen;
    }
  }
  return static_cast<std::size_t>(chosen - arms_.begin());
}

double Ucb::index_of(const Arm& arm) const {
  const auto rewards = static_cast<double>(arm.rewards);
  return arm.sum / rewards + exploration_ * std::sqrt(std::log(static_cast<double>(decisions_)) / rewards);
}

}  // namespace dimsim::policy
