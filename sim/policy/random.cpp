#include "dimsim/policy/random.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/prose.hpp"
#include "dimsim/base/random.hpp"
#include "dimsim/policy/tiers.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace dimsim::policy {
namespace {

struct RandomParameters {
  struct Share {
    TierName tier;
    double value = 0;
  };
  std::optional<std::vector<Share>> shares;  ///< empty: the same of all tiers
  Place place;                               ///< of `shares`
};

/// Relative share of each tier of the fleet.
std::vector<double> shares_of(const RandomParameters& parameters, const Fleet& fleet) {
  if (!parameters.shares) {
    return std::vector<double>(fleet.tiers.size(), 1);
  }
  std::vector<double> of_tier(fleet.tiers.size(), 0);
  Diagnostics diagnostics;
  for (const RandomParameters::Share& share : *parameters.shares) {
    if (const auto tier = find_tier(fleet, share.tier.name)) {
      of_tier[*tier] = share.value;
    } else {
      diagnostics.add(unknown_tier(fleet, share.tier));
    }
  }
  diagnostics.throw_if_any();
  const double largest = *std::max_element(of_tier.begin(), of_tier.end());
  if (largest == 0) {
    throw InputError(parameters.place, "no tier has a share above 0",
                     "give at least one tier a positive share, or leave out `shares` for equal ones");
  }
  // Normalised to at most 1, so that the sum neither overflows nor loses precision.
  std::transform(of_tier.begin(), of_tier.end(), of_tier.begin(),
                 [=](double share) { return share / largest; });
  return of_tier;
}

class Random : public Policy {
 public:
  Random(const RandomParameters& parameters, Fleet fleet)
      : fleet_(std::move(fleet)), cumulative_(shares_of(parameters, fleet_)) {
    std::partial_sum(cumulative_.begin(), cumulative_.end(), cumulative_.begin());
  }

  Action start(const Request& request) override {
    // Indexed by the device's own count of requests, so that other devices do not shift its draws.
    const RandomStream stream(fleet_.seed, fleet_.replication, Purpose::Policy, request.entity);
    // uniform() < 1, so the drawn number is below the total, and a tier of share 0 is never selected.
    const double drawn = stream.uniform(request.device_number) * cumulative_.back();
    const auto tier = std::upper_bound(cumulative_.begin(), cumulative_.end(), drawn);
    return answer_at(fleet_, static_cast<std::size_t>(tier - cumulative_.begin()));
  }

 private:
  Fleet fleet_;
  std::vector<double> cumulative_;  ///< running sums of the shares; the last is their total
};

RandomParameters read_random(const Node& parameters) {
  const Node* shares = parameters.find("shares");
  if (shares == nullptr) {
    return {};
  }
  RandomParameters values = {.shares = std::vector<RandomParameters::Share>(), .place = shares->place};
  for (const Node::Entry& entry : shares->entries) {
    values.shares->push_back({{entry.key, entry.key_place}, entry.value.number()});
  }
  return values;
}

}  // namespace

Entry random_entry() {
  return {.name = "random",
          .summary = "each request to a tier drawn at random with given shares",
          .rule = prose(R"(
P(tier) = share(tier) / sum of shares, drawn for each request from the random stream of its device.
Tiers without a share get no requests; without `shares` all tiers have the same share.
)"),
          .source = "baseline",
          .parameters = {language::optional("shares", language::mapping(language::number(0)),
                                            "weight of each tier by name; the weights need not add up to 1")},
          .read = [](const Node& parameters) { return creates<Random>(read_random(parameters)); }};
}

}  // namespace dimsim::policy
