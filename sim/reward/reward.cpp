#include "dimsim/reward/reward.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace dimsim::reward {
namespace {

// Maximises a sum over samples of a step function of the thresholds. It is neither convex nor differentiable,
// so the search is over a grid. Confidences are converted to grid levels once; then "confidence >= threshold"
// is a comparison of integers, and a scan over one tier costs time linear in the samples for all its
// thresholds together.

/// The grid has the steps 0 to kSteps, and one more that no confidence reaches.
constexpr std::size_t kSteps = 100;
constexpr std::size_t kChoices = kSteps + 2;
/// Tolerance per sample: larger than the rounding error of sums over the same terms in another order.
constexpr double kTieTolerance = 1e-12;

double threshold(std::size_t choice) {
  return choice > kSteps ? kAlwaysUp : static_cast<double>(choice) / static_cast<double>(kSteps);
}

/// The highest choice at which a sample of this confidence is still answered.
std::size_t level_of(double confidence) {
  auto level = static_cast<std::size_t>(std::clamp(confidence, 0.0, 1.0) * static_cast<double>(kSteps));
  // The product may be rounded across a grid point, in either direction.
  while (level < kSteps && confidence >= threshold(level + 1)) {
    ++level;
  }
  while (level > 0 && confidence < threshold(level)) {
    --level;
  }
  return level;
}

void check(const Ladder& ladder, std::span<const std::size_t> first_tier, std::size_t samples) {
  const std::size_t tiers = ladder.exits.size();
  const bool is_square =
      ladder.cost.size() == tiers && std::all_of(ladder.cost.begin(), ladder.cost.end(),
                                                 [&](const auto& row) { return row.size() == tiers; });
  const bool is_within =
      std::all_of(first_tier.begin(), first_tier.end(), [&](std::size_t first) { return first < tiers; });
  if (tiers == 0 || !is_square || !is_within || first_tier.size() != samples) {
    throw InvariantError(fmt::format("a ladder of {} tiers does not fit its costs or the samples", tiers));
  }
}

/// Reward and cost, summed over samples.
struct Sum {
  double reward = 0;
  double cost = 0;

  Sum& operator+=(const Sum& other) {
    reward += other.reward;
    cost += other.cost;
    return *this;
  }
  friend Sum operator+(Sum left, const Sum& right) { return left += right; }
};

struct Candidate {
  std::vector<std::size_t> choices;  ///< grid index of each tier except the last
  Sum sum;
};

using Candidates = std::vector<Candidate>;

/// The best candidate in the order of best_thresholds(); sums within `tolerance` are equal. Two passes,
/// because comparing pairs within a tolerance is not transitive. Contract: there is a candidate.
const Candidate& best(const Candidates& candidates, double tolerance) {
  double reward = candidates.front().sum.reward;
  for (const Candidate& candidate : candidates) {
    reward = std::max(reward, candidate.sum.reward);
  }
  const auto is_best = [&](const Candidate& candidate) { return candidate.sum.reward >= reward - tolerance; };
  double cost = std::numeric_limits<double>::infinity();
  for (const Candidate& candidate : candidates) {
    cost = is_best(candidate) ? std::min(cost, candidate.sum.cost) : cost;
  }
  const Candidate* chosen = nullptr;
  for (const Candidate& candidate : candidates) {
    const bool is_cheapest = is_best(candidate) && candidate.sum.cost <= cost + tolerance;
    if (is_cheapest && (chosen == nullptr || candidate.choices < chosen->choices)) {
      chosen = &candidate;
    }
  }
  return *chosen;
}

/// The outcome of every sample at every tier, computed once.
class Table {
 public:
  Table(const trace::Split& split, std::span<const std::size_t> first_tier, const Ladder& ladder)
      : tiers_(ladder.exits.size()), first_tier_(first_tier) {
    levels_.reserve(split.samples * tiers_);
    outcomes_.reserve(split.samples * tiers_);
    for (std::size_t sample = 0; sample < split.samples; ++sample) {
      for (std::size_t tier = 0; tier < tiers_; ++tier) {
        const double confidence = split.confidence(sample, ladder.exits[tier]);
        const double cost = ladder.cost[first_tier[sample]][tier];
        levels_.push_back(level_of(confidence));
        outcomes_.push_back({confidence - ladder.mu * cost, cost});
      }
    }
  }

  [[nodiscard]] std::size_t tiers() const { return tiers_; }

  /// Sums for every choice at one tier, for given choices at the other tiers. Samples that are answered below
  /// the tier or start above it contribute the same to all; the others are answered at the tier by choices up
  /// to their level. Scanning all choices at once makes the search over three tiers feasible.
  [[nodiscard]] std::array<Sum, kChoices> scan(const std::vector<std::size_t>& choices,
                                               std::size_t tier) const {
    Sum always;
    std::array<Sum, kChoices> here{};
    std::array<Sum, kChoices> above{};
    for (std::size_t sample = 0; sample < first_tier_.size(); ++sample) {
      const std::size_t first = first_tier_[sample];
      const std::size_t stop = first > tier ? tiers_ : answering(sample, first, choices, tier);
      if (stop != tier) {
        always += outcome(sample, first > tier ? answering(sample, first, choices, tiers_ - 1) : stop);
        continue;
      }
      here.at(level(sample, tier)) += outcome(sample, tier);
      above.at(level(sample, tier)) += outcome(sample, answering(sample, tier + 1, choices, tiers_ - 1));
    }
    std::array<Sum, kChoices> sums{};
    Sum gone;
    for (std::size_t choice = 0; choice < kChoices; ++choice) {
      Sum stayed;
      for (std::size_t step = choice; step < kChoices; ++step) {
        stayed += here.at(step);
      }
      sums.at(choice) = always + gone + stayed;
      gone += above.at(choice);
    }
    return sums;
  }

 private:
  [[nodiscard]] std::size_t level(std::size_t sample, std::size_t tier) const {
    return levels_[sample * tiers_ + tier];
  }
  [[nodiscard]] const Sum& outcome(std::size_t sample, std::size_t tier) const {
    return outcomes_[sample * tiers_ + tier];
  }

  /// The tier, at most `last`, that answers a sample which has reached `from`.
  [[nodiscard]] std::size_t answering(std::size_t sample, std::size_t from,
                                      const std::vector<std::size_t>& choices, std::size_t last) const {
    while (from < last && level(sample, from) < choices[from]) {
      ++from;
    }
    return from;
  }

  std::size_t tiers_;
  std::span<const std::size_t> first_tier_;
  std::vector<std::size_t> levels_;  ///< [samples][tiers]
  std::vector<Sum> outcomes_;        ///< [samples][tiers], for an answer at that tier
};

/// Adds all candidates that equal `choices` except at one tier.
void add_all_at(Candidates& candidates, const Table& table, std::vector<std::size_t> choices,
                std::size_t tier) {
  const std::array<Sum, kChoices> sums = table.scan(choices, tier);
  for (std::size_t choice = 0; choice < kChoices; ++choice) {
    choices[tier] = choice;
    candidates.push_back({choices, sums.at(choice)});
  }
}

Candidates every_combination(const Table& table) {
  Candidates candidates;
  if (table.tiers() == 2) {
    add_all_at(candidates, table, {0}, 0);
    return candidates;
  }
  for (std::size_t second = 0; second < kChoices; ++second) {
    add_all_at(candidates, table, {0, second}, 0);
  }
  return candidates;
}

/// Coordinate ascent: optimises the choice of one tier after the other until the reward no longer rises. It
/// ends, since each round but the last raises the reward by more than the tolerance.
Candidate climb(const Table& table, std::size_t start, double tolerance) {
  Candidate current{std::vector<std::size_t>(table.tiers() - 1, start), {}};
  bool gained = true;
  for (bool first = true; gained; first = false) {
    gained = first;
    for (std::size_t tier = 0; tier + 1 < table.tiers(); ++tier) {
      Candidates candidates;
      add_all_at(candidates, table, current.choices, tier);
      Candidate next = best(candidates, tolerance);
      gained = gained || next.sum.reward > current.sum.reward + tolerance;
      current = std::move(next);
    }
  }
  return current;
}

// Coordinate ascent ends in a local maximum; several starts make it less likely that the best one is missed.
Candidates climbs_from_all_starts(const Table& table, double tolerance) {
  Candidates candidates;
  for (std::size_t start = 0; start <= kSteps; start += kSteps / 10) {
    candidates.push_back(climb(table, start, tolerance));
  }
  candidates.push_back(climb(table, kSteps + 1, tolerance));
  return candidates;
}

}  // namespace

std::size_t answering_tier(const trace::Split& split, std::size_t sample, std::size_t first,
                           const Ladder& ladder, std::span<const double> thresholds) {
  std::size_t tier = first;
  while (tier + 1 < ladder.exits.size() && split.confidence(sample, ladder.exits[tier]) < thresholds[tier]) {
    ++tier;
  }
  return tier;
}

double mean_reward(const trace::Split& split, std::span<const std::size_t> first_tier, const Ladder& ladder,
                   std::span<const double> thresholds) {
  check(ladder, first_tier, split.samples);
  if (thresholds.size() + 1 != ladder.exits.size()) {
    throw InvariantError(fmt::format("{} thresholds for {} tiers", thresholds.size(), ladder.exits.size()));
  }
  double sum = 0;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    const std::size_t first = first_tier[sample];
    const std::size_t tier = answering_tier(split, sample, first, ladder, thresholds);
    sum += split.confidence(sample, ladder.exits[tier]) - ladder.mu * ladder.cost[first][tier];
  }
  return split.samples == 0 ? 0 : sum / static_cast<double>(split.samples);
}

Choice best_thresholds(const trace::Split& split, std::span<const std::size_t> first_tier,
                       const Ladder& ladder) {
  check(ladder, first_tier, split.samples);
  constexpr std::size_t kExhaustive = 3;  // tiers; every further one multiplies the combinations by 102
  Choice choice;
  if (ladder.exits.size() > 1) {
    const Table table(split, first_tier, ladder);
    const double tolerance = kTieTolerance * static_cast<double>(split.samples);
    const Candidates candidates =
        table.tiers() <= kExhaustive ? every_combination(table) : climbs_from_all_starts(table, tolerance);
    for (const std::size_t index : best(candidates, tolerance).choices) {
      choice.thresholds.push_back(threshold(index));
    }
  }
  // Not the sum of the chosen candidate: mean_reward() adds in the order of the samples, so that the same
  // thresholds have the same reward, to the last bit, however they were found.
  choice.reward = mean_reward(split, first_tier, ladder, choice.thresholds);
  return choice;
}

}  // namespace dimsim::reward
