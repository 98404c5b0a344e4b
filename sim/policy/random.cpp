#include "dimsim/policy/random.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/prose.hpp"
#include "dimsim/base/random.hpp"
#include "dimsim/policy/tiers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace dimsim::policy {
namespace {

class Random : public Policy {
 public:
  Random(const std::vector<double>& shares, Fleet fleet)
      : fleet_(std::move(fleet)), cumulative_(shares.size()) {
    std::partial_sum(shares.begin(), shares.end(), cumulative_.begin());
  }

  Action start(const Request& request) override {
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

std::vector<double> read_shares(const Node& shares, const Fleet& fleet) {
  std::vector<double> of_tier(fleet.tiers.size(), 0);
  Diagnostics diagnostics;
  for (const Node::Entry& entry : shares.entries) {
    if (const auto tier = find_tier(fleet, entry.key)) {
      of_tier[*tier] = entry.value.number();
    } else {
      diagnostics.add(unknown_tier(fleet, entry.key, entry.key_place));
    }
  }
  diagnostics.throw_if_any();
  const double largest = *std::max_element(of_tier.begin(), of_tier.end());
  if (largest == 0) {
    throw InputError(shares.place, "no tier has a share above 0",
                     "give at least one tier a positive share, or leave out `shares` for equal ones");
  }
  // Normalised to at most 1, so that the sum neither overflows nor loses precision.
  std::transform(of_tier.begin(), of_tier.end(), of_tier.begin(),
                 [=](double share) { return share / largest; });
  return of_tier;
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
          .make = [](const Node& parameters, const Fleet& fleet) -> std::unique_ptr<Policy> {
            const Node* shares = parameters.find("shares");
            return std::make_unique<Random>(
                shares != nullptr ? read_shares(*shares, fleet) : std::vector<double>(fleet.tiers.size(), 1),
                fleet);
          }};
}

}  // namespace dimsim::policy
