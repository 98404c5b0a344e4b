#include "dimsim/policy/cartography_adaptive.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/chances.hpp"
#include "dimsim/policy/estimates.hpp"
#include "dimsim/policy/tiers.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

namespace dimsim::policy {
namespace {

// A request is a Markov decision process with the states (tier, bin of the confidence there) and the
// decisions "answer" and "go to tier u". Requests only go up, so backward induction from the last tier solves
// it exactly (Puterman, Markov Decision Processes, 1994, section 4.5). The transition probabilities are fixed
// after calibration; the delays change with each measurement, so the process is solved again for each
// decision on the device. With 3 tiers and 8 bins that takes about 200 additions.

/// Weights of cost and delay against accuracy.
struct Prices {
  double lambda = 0;  ///< accuracy per λ
  double second = 0;  ///< accuracy per second
};

/// The next tier for each tier and bin of confidence; the same tier means to answer.
using Plan = std::vector<std::vector<std::size_t>>;  // [tier][bin]

struct CartographyAdaptiveParameters {
  Prices prices;
  Smoothing smoothing;
};

class CartographyAdaptive : public Policy {
 public:
  CartographyAdaptive(const CartographyAdaptiveParameters& parameters, const Fleet& fleet)
      : fleet_(fleet),
        prices_(parameters.prices),
        estimates_(fleet, parameters.smoothing),
        tiers_(fleet.tiers.size()) {
    for (std::size_t tier = 0; tier < tiers_; ++tier) {
      from_start_.push_back(path_to_answer(fleet_, {}, tier));
    }
    climbs_.resize(tiers_ * tiers_);
    for (std::size_t tier = 0; tier < tiers_; ++tier) {
      for (std::size_t above = tier + 1; above < tiers_; ++above) {
        if (exit_of(above) > exit_of(tier)) {
          climbs_[tier * tiers_ + above] = path_to_answer(fleet_, standing(tier), above);
        }
      }
    }
  }

  void begin(const Knowledge& knowledge) override {
    estimates_.begin(knowledge);
    chances_ = calibrated(knowledge, fleet_);
  }
  [[nodiscard]] bool learns() const override { return true; }
  void feedback(const Request& request, const Feedback& feedback) override {
    plans_.erase(request.number);
    estimates_.learn(request, feedback);
  }

  Action start(const Request& request) override {
    const Outlook outlook = look_ahead(request, request.arrival_s);
    std::size_t best = 0;
    double most = -std::numeric_limits<double>::infinity();
    for (std::size_t tier = 0; tier < tiers_; ++tier) {
      double value = -price(from_start_[tier].lambda, start_s(request, tier));
      for (std::size_t bin = 0; bin < outlook.value[tier].size(); ++bin) {
        value += chances_->share(request.complexity, tier, bin) * outlook.value[tier][bin];
      }
      if (value > most) {
        best = tier;
        most = value;
      }
    }
    if (best > 0) {
      leave(request, best, request.arrival_s, start_s(request, best), outlook);
    }
    return answer_at(fleet_, best);
  }

  Action next(const Request& request, const Progress& progress) override {
    const std::size_t tier = progress.tier;
    const std::size_t bin = chances_->bin_of(request.complexity, tier, progress.exits.back().confidence);
    if (tier > 0) {
      const std::size_t planned = plans_.at(request.number)[tier][bin];
      return planned == tier ? Action::answer() : answer_at(fleet_, planned);
    }
    const Outlook outlook = look_ahead(request, progress.now_s);
    const std::size_t above = outlook.plan[tier][bin];
    if (above == tier) {
      return Action::answer();
    }
    leave(request, above, progress.now_s, outlook.extra_s[tier * tiers_ + above], outlook);
    return answer_at(fleet_, above);
  }

 private:
  /// The best plan for a request under the device's present estimates.
  struct Outlook {
    Plan plan;
    std::vector<std::vector<double>>
        value;  ///< [tier][bin]: probability of a right answer less the weighted cost of what follows
    std::vector<double> extra_s;  ///< [tier][tier above]: additional delay of going up [s]
  };

  [[nodiscard]] int exit_of(std::size_t tier) const { return fleet_.tiers[tier].exits.back(); }
  [[nodiscard]] Standing standing(std::size_t tier) const {
    return {static_cast<std::uint32_t>(tier), exit_of(tier)};
  }
  [[nodiscard]] const Path& climb(std::size_t tier, std::size_t above) const {
    return climbs_[tier * tiers_ + above];
  }
  [[nodiscard]] double price(double lambda, double seconds) const {
    return prices_.lambda * lambda + prices_.second * seconds;
  }
  [[nodiscard]] double start_s(const Request& request, std::size_t tier) const {
    return estimates_.delay_s(request, {}, from_start_[tier].legs, request.arrival_s);
  }

  /// Backward induction from the last tier: at each tier and bin, whether answering or going up has the
  /// larger value, given the best decisions above.
  [[nodiscard]] Outlook look_ahead(const Request& request, double now_s) const {
    Outlook outlook{Plan(tiers_), std::vector<std::vector<double>>(tiers_),
                    std::vector<double>(tiers_ * tiers_, 0)};
    for (std::size_t tier = tiers_; tier-- > 0;) {
      for (std::size_t above = tier + 1; above < tiers_; ++above) {
        if (!climb(tier, above).legs.empty()) {
          outlook.extra_s[tier * tiers_ + above] =
              estimates_.delay_s(request, standing(tier), climb(tier, above).legs, now_s) -
              estimates_.answer_s(request.device, tier, now_s);
        }
      }
      for (std::size_t bin = 0; bin < chances_->bins(request.complexity, tier); ++bin) {
        const auto [next, value] = best_at(request, tier, bin, outlook);
        outlook.plan[tier].push_back(next);
        outlook.value[tier].push_back(value);
      }
    }
    return outlook;
  }

  [[nodiscard]] std::pair<std::size_t, double> best_at(const Request& request, std::size_t tier,
                                                       std::size_t bin, const Outlook& outlook) const {
    std::pair<std::size_t, double> best = {tier, chances_->right(request.complexity, tier, bin)};
    for (std::size_t above = tier + 1; above < tiers_; ++above) {
      if (climb(tier, above).legs.empty()) {
        continue;
      }
      double value = -price(climb(tier, above).lambda, outlook.extra_s[tier * tiers_ + above]);
      for (std::size_t other = 0; other < outlook.value[above].size(); ++other) {
        value +=
            chances_->share_above(request.complexity, tier, bin, above, other) * outlook.value[above][other];
      }
      if (value > best.second) {
        best = {above, value};
      }
    }
    return best;
  }

  /// The longest delay that the plan can add after a tier.
  [[nodiscard]] double max_added_s(const Outlook& outlook, std::size_t tier) const {
    double max_s = 0;
    for (const std::size_t above : outlook.plan[tier]) {
      if (above != tier) {
        max_s = std::max(max_s, outlook.extra_s[tier * tiers_ + above] + max_added_s(outlook, above));
      }
    }
    return max_s;
  }

  /// Stores the plan with the request: the tiers above cannot know what the device learns from now on.
  ///
  /// The predicted delay includes the longest continuation of the plan. Otherwise a request that goes up
  /// again would count as overdue, and the queue of `tier` would be blamed for it.
  void leave(const Request& request, std::size_t tier, double now_s, double delay_s, const Outlook& outlook) {
    estimates_.sent(request, tier, now_s, delay_s + max_added_s(outlook, tier));
    plans_[request.number] = outlook.plan;
  }

  Fleet fleet_;
  Prices prices_;
  Estimates estimates_;
  std::size_t tiers_;
  std::vector<Path> from_start_;  ///< by tier
  std::vector<Path> climbs_;      ///< [tier][tier above]; no legs if the exit above is not deeper
  std::optional<Chances> chances_;
  std::unordered_map<std::uint64_t, Plan> plans_;  ///< of requests that have left the device
};

std::vector<Field> cartography_adaptive_fields() {
  return joined({language::defaulted("mu", language::number(0), "0.01",
                                     "weight of cost: probability of a right answer given up to save 1 λ"),
                 language::defaulted(
                     "nu", language::number(0), "0.5",
                     "weight of delay: probability of a right answer given up for an answer 1 s earlier")},
                smoothing_fields());
}

}  // namespace

Entry cartography_adaptive_entry() {
  return {.name = "cartography-adaptive",
          .summary = "the label as a first guess, corrected by observed delays and the answers of the exits",
          .rule = prose(R"(
Each tier answers at its deepest exit. U(t, b) = max(R(t, b), max over tiers u above t with a deeper
exit of Σ over b' of S(u, b' | t, b) U(u, b') − `mu` · λ(t to u) − `nu` · delay(t to u)), where R(t, b)
is the probability that t is right if its confidence lies in bin b, and S(u, b' | t, b) the probability
that the confidence of u then lies in bin b'; both are estimated from the calibration samples with the
request's label. A request first goes to the tier t with the largest Σ over b of S(t, b) U(t, b) − `mu`
· λ(t) − `nu` · delay(t); after an exit it goes to the u that attains U(t, b), or is answered. Ties go
to the lowest tier. λ and delay are the additional cost and time of the path. The device plans again
after each exit of its own. When a request leaves the device, it takes the plan along; what the device
learns later does not reach it. Bins: up to 8 with equal numbers of samples, at least 20 each. A
probability is (right + 5 p) / (n + 5), where p is that of the whole pool, whose own p is that of all
samples; R does not decrease with b (isotonic regression). A request without a label uses the
probabilities of all samples.
)") + " " + estimates_rule(),
          .source = "our own; the pools are those of Bajpai and Hanawal, DIMEC-DC, arXiv:2412.16616",
          .parameters = cartography_adaptive_fields(),
          .needs = {.complexity = true, .calibration = true},
          .read = [](const Node& parameters) {
            return creates<CartographyAdaptive>(CartographyAdaptiveParameters{
                .prices = {.lambda = parameters.at("mu").number(), .second = parameters.at("nu").number()},
                .smoothing = read_smoothing(parameters)});
          }};
}

}  // namespace dimsim::policy
