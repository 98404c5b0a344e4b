#include "dimsim/policy/deadline.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/chances.hpp"
#include "dimsim/policy/predicting.hpp"
#include "dimsim/policy/tiers.hpp"

#include <algorithm>
#include <optional>

namespace dimsim::policy {
namespace {

struct Limits {
  double delay_s = 0;    ///< longest predicted delay that counts as in time [s]
  double tolerance = 0;  ///< accuracy given up for a cheaper tier
};

struct DeadlineParameters {
  Limits limits;
  Smoothing smoothing;
};

class Deadline : public Predicting {
 public:
  Deadline(const DeadlineParameters& parameters, const Fleet& fleet)
      : Predicting(parameters.smoothing, fleet), limits_(parameters.limits) {}

  void begin(const Knowledge& knowledge) override {
    Predicting::begin(knowledge);
    chances_ = calibrated(knowledge, fleet());
  }

 private:
  [[nodiscard]] std::size_t choose(const Request& request,
                                   const std::vector<double>& delay_s) const override {
    const auto right = [&](std::size_t tier) { return chances_->right(request.complexity, tier); };
    // Two passes: the tolerance is relative to the best tier in time, which is known only after all tiers
    // were considered.
    double best = -1;
    for (std::size_t tier = 0; tier < delay_s.size(); ++tier) {
      best = delay_s[tier] <= limits_.delay_s ? std::max(best, right(tier)) : best;
    }
    if (best < 0) {  // no tier is in time: minimise the lateness
      return static_cast<std::size_t>(std::min_element(delay_s.begin(), delay_s.end()) - delay_s.begin());
    }
    std::optional<std::size_t> chosen;
    for (std::size_t tier = 0; tier < delay_s.size(); ++tier) {
      if (delay_s[tier] <= limits_.delay_s && right(tier) >= best - limits_.tolerance &&
          (!chosen || lambda(tier) < lambda(*chosen))) {  // `<`: ties go to the lowest tier
        chosen = tier;
      }
    }
    return *chosen;  // never empty: the tier with the probability `best` meets the conditions
  }

  Limits limits_;
  std::optional<Chances> chances_;
};

std::vector<Field> deadline_fields() {
  return joined({language::defaulted("deadline", language::quantity(Dimension::Time, 0, false), "100 ms",
                                     "latency within which an answer is required"),
                 language::defaulted("margin", language::number(0, 1), "0.1",
                                     "fraction of the deadline reserved for prediction errors"),
                 language::defaulted("tolerance", language::number(0, 1), "0.01",
                                     "probability of a right answer given up for a cheaper tier")},
                smoothing_fields());
}

}  // namespace

Entry deadline_entry() {
  return {.name = "deadline",
          .summary = "the cheapest tier predicted to be right and in time",
          .rule = prose(R"(
T is the set of tiers whose predicted delay is at most (1 − `margin`) · `deadline`. tier(request) = the
tier in T with the smallest λ (layers, exit head, offloading; ties go to the lowest tier) among those
whose P(right | pool, tier) is within `tolerance` of the largest in T. If T is empty, it is the tier
with the smallest predicted delay. P(right | pool, tier) = (right + 5 p) / (n + 5) over the n
calibration samples with the request's complexity label, where p is the same over all samples (with p =
1/2); a request without a label uses p.
)") + " " + estimates_rule(),
          .source = "our own; the pools are those of Bajpai and Hanawal, DIMEC-DC, arXiv:2412.16616",
          .parameters = deadline_fields(),
          .needs = {.complexity = true, .calibration = true},
          .read = [](const Node& parameters) {
            return creates<Deadline>(
                DeadlineParameters{.limits = {.delay_s = (1 - parameters.at("margin").number()) *
                                                         parameters.at("deadline").quantity(Dimension::Time),
                                              .tolerance = parameters.at("tolerance").number()},
                                   .smoothing = read_smoothing(parameters)});
          }};
}

}  // namespace dimsim::policy
