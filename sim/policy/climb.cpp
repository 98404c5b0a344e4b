#include "dimsim/policy/climb.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/policy/legs.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace dimsim::policy {

std::vector<Rung> deepest_exits(const Fleet& fleet) {
  std::vector<Rung> rungs;
  for (std::size_t tier = 0; tier < fleet.tiers.size(); ++tier) {
    rungs.push_back({tier, fleet.tiers[tier].exits.back()});
  }
  return rungs;
}

// All tiers run layers of one model, so an exit that is not deeper than an earlier one would repeat an answer
// that the request already has.
std::vector<Rung> every_exit(const Fleet& fleet) {
  std::vector<Rung> rungs;
  for (std::size_t tier = 0; tier < fleet.tiers.size(); ++tier) {
    for (const int layer : fleet.tiers[tier].exits) {
      if (rungs.empty() || layer > rungs.back().layer) {
        rungs.push_back({tier, layer});
      }
    }
  }
  return rungs;
}

Climb::Climb(Fleet fleet, std::vector<Rung> rungs, const Place& place)
    : fleet_(std::move(fleet)), rungs_(std::move(rungs)) {
  // Each rung must be reachable from the rung below, and from the device directly: requests of `cartography`
  // start at any rung.
  Standing below;
  for (std::size_t rung = 0; rung < rungs_.size(); ++rung) {
    check({}, rung, place);
    check(below, rung, place);
    below = {static_cast<std::uint32_t>(rungs_[rung].tier), rungs_[rung].layer};
  }
}

void Climb::check(const Standing& standing, std::size_t rung, const Place& place) const {
  // The engine moves requests by the same next_leg(), so this check and the run cannot disagree. What is a
  // defect there, an impossible action, is a fault of the scenario here.
  try {
    static_cast<void>(path_of(fleet_.tiers, standing, to(rung)));
  } catch (const InvariantError&) {
    const Rung& above = rungs_[rung];
    const std::string what = standing.tier == kNowhere
                                 ? "a new request"
                                 : fmt::format("a request after layer {} at tier '{}'", standing.layer,
                                               fleet_.tiers[standing.tier].name);
    throw InputError(
        place,
        fmt::format("{} cannot reach exit {} of tier '{}'", what, above.layer, fleet_.tiers[above.tier].name),
        "let each tier's deepest exit be deeper than that of the tier before, and its layers begin at 1 or "
        "where another tier's end");
  }
}

Action Climb::to(std::size_t rung) const {
  return Action::run_to_exit(rungs_[rung].tier, rungs_[rung].layer, fleet_.restarts);
}

Action Climb::next_after(const Progress& progress) const {
  const std::size_t above = rung_of(progress) + 1;
  // The last rung always answers, so a policy need not treat it apart.
  return above == rungs_.size() ? Action::answer() : to(above);
}

std::size_t Climb::rung_of(const Progress& progress) const {
  const auto rung = std::find_if(rungs_.begin(), rungs_.end(), [&progress](const Rung& candidate) {
    return candidate.tier == progress.tier && candidate.layer == progress.layer;
  });
  if (rung == rungs_.end()) {
    throw InvariantError("a request is at none of the exits of its cascade");
  }
  return static_cast<std::size_t>(rung - rungs_.begin());
}

double Climb::lambda(std::size_t first, std::size_t last) const {
  Standing standing;
  double sum = 0;
  for (std::size_t rung = first; rung <= last; ++rung) {
    const Action action = to(rung);
    sum += path_of(fleet_.tiers, standing, action).lambda;
    standing = {action.tier, action.last_layer};
  }
  return sum;
}

}  // namespace dimsim::policy
