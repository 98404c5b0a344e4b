#include "dimsim/policy/hierarchical_inference.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/prose.hpp"
#include "dimsim/base/random.hpp"
#include "dimsim/policy/exponential_weights.hpp"
#include "dimsim/policy/learners.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::policy {
namespace {

// Exponential weights with one-sided feedback: whether the device was right is known only of offloaded
// requests. Errors are therefore weighted by 1/P(offloaded), so that the expected charge of each rule is its
// loss, as in importance-weighted bandits. The extra exploration ε bounds these weights by 1/ε.

using Kind = HierarchicalInference;
using Rule = HierarchicalInference::Rule;

struct HierarchicalInferenceSettings {
  int exit = 0;              ///< layer, on the device
  Action offload;            ///< to the tier that answers offloaded requests
  double offload_cost = 0;   ///< β
  double learning_rate = 0;  ///< η
  double exploration = 0;    ///< ε
  bool shared = false;
};

/// The decision on a request.
struct Decision {
  std::size_t rule = 0;            ///< index of the drawn rule
  double offload_probability = 1;  ///< before drawing
  bool offloads = false;
};

/// Losses of all rules in a run, computed from the trace after the run.
class RuleLosses {
 public:
  RuleLosses(const Kind& kind, const HierarchicalInferenceSettings& settings, const Review& review)
      : kind_(kind), settings_(settings) {
    const trace::Split& samples = review.samples;
    // Requests are counted by sample first, so that a rule is evaluated once for a sample, not for each of
    // its requests: there may be thousands of rules.
    std::vector<double> requests(samples.samples, 0);
    for (const std::uint32_t sample : review.sample_of_request) {
      ++requests[sample];
    }
    totals_.assign(kind.rules.size(), 0);
    for (std::size_t sample = 0; sample < samples.samples; ++sample) {
      const int prediction = samples.prediction(sample, settings.exit);
      const bool right = prediction == samples.prediction(sample, settings.offload.last_layer);
      cases_.push_back({prediction, samples.confidence(sample, settings.exit),
                        right ? 0 : kind.error_cost[prediction == 0 ? 0 : 1]});
      for (std::size_t rule = 0; rule < totals_.size(); ++rule) {
        totals_[rule] += requests[sample] * of(sample, kind.rules[rule]);
      }
    }
  }

  [[nodiscard]] double of(std::size_t sample, bool offloads) const {
    return offloads ? settings_.offload_cost : cases_[sample].error;
  }
  [[nodiscard]] double of(std::size_t sample, const Rule& rule) const {
    return of(sample, !rule.keeps(cases_[sample].prediction, cases_[sample].confidence));
  }
  /// The rule with the least total loss.
  [[nodiscard]] const Rule& best() const {
    return kind_
        .rules[static_cast<std::size_t>(std::min_element(totals_.begin(), totals_.end()) - totals_.begin())];
  }
  [[nodiscard]] double least() const { return *std::min_element(totals_.begin(), totals_.end()); }

 private:
  struct Case {
    int prediction;
    double confidence;
    double error;  ///< loss if the answer is kept
  };

  const Kind& kind_;
  const HierarchicalInferenceSettings& settings_;
  std::vector<Case> cases_;     ///< by sample
  std::vector<double> totals_;  ///< by rule, over the requests
};

class HierarchicalInferencePolicy : public Policy {
 public:
  HierarchicalInferencePolicy(Kind kind, const HierarchicalInferenceSettings& settings, const Fleet& fleet)
      : kind_(std::move(kind)), settings_(settings), seed_(fleet.seed), replication_(fleet.replication) {}

  void begin(const Knowledge& knowledge) override {
    if (kind_.two_classes_only && knowledge.classes != 2) {
      throw InputError(
          *kind_.two_classes_only,
          fmt::format("the policy supports two classes, but the task of the trace has {}", knowledge.classes),
          "use hi-threshold, or a trace with two classes");
    }
    learners_.make(settings_.shared, knowledge.devices,
                   ExponentialWeights(kind_.rules.size(), settings_.learning_rate));
  }

  Action start(const Request& /*request*/) override {
    decisions_.emplace_back();  // indexed by number: requests start in the order of their numbers
    return Action::run_to_exit(0, settings_.exit, false);
  }

  Action next(const Request& request, const Progress& progress) override {
    if (progress.exits.size() > 1) {
      return Action::answer();
    }
    decisions_[request.number] = decide(request, progress.exits.front());
    order_.push_back(request.number);
    return decisions_[request.number].offloads ? settings_.offload : Action::answer();
  }

  [[nodiscard]] bool learns() const override { return true; }

  void feedback(const Request& request, const Feedback& feedback) override {
    const Exit& own = feedback.exits.front();
    const Decision& decision = decisions_[request.number];
    const bool was_wrong = decision.offloads && own.prediction != feedback.exits.back().prediction;
    const double error =
        was_wrong ? kind_.error_cost[own.prediction == 0 ? 0 : 1] / decision.offload_probability : 0;
    ExponentialWeights& learner = learners_.of(request);
    for (std::size_t rule = 0; rule < kind_.rules.size(); ++rule) {
      learner.charge(
          rule, kind_.rules[rule].keeps(own.prediction, own.confidence) ? error : settings_.offload_cost);
    }
  }

  [[nodiscard]] Report report(const Review& review) const override;

 private:
  [[nodiscard]] Decision decide(const Request& request, const Exit& exit);
  /// Mean of a threshold over the learners, weighted by their present probabilities.
  [[nodiscard]] double mean_of(const Kind::Threshold& threshold) const;

  Kind kind_;
  HierarchicalInferenceSettings settings_;
  std::uint64_t seed_;
  std::uint32_t replication_;
  Learners<ExponentialWeights> learners_;
  std::vector<Decision> decisions_;   ///< by request
  std::vector<std::uint64_t> order_;  ///< requests in the order of decisions
};

Decision HierarchicalInferencePolicy::decide(const Request& request, const Exit& exit) {
  const RandomStream stream(seed_, replication_, Purpose::Policy, request.entity);
  const std::vector<double> shares = learners_.of(request).shares();
  const auto keeps = [&](std::size_t rule) {
    return kind_.rules[rule].keeps(exit.prediction, exit.confidence);
  };
  double kept = 0;
  for (std::size_t rule = 0; rule < shares.size(); ++rule) {
    kept += keeps(rule) ? shares[rule] : 0;
  }
  // Two independent draws for each request of a device: even indices for the rule, odd ones for exploration.
  const std::size_t rule = draw(shares, stream.uniform(2 * request.device_number));
  const bool explores = stream.uniform(2 * request.device_number + 1) < settings_.exploration;
  // Rounding of the shares must not push it below ε, because losses are divided by it.
  const double probability = std::clamp(1 - (1 - settings_.exploration) * kept, settings_.exploration, 1.0);
  return {.rule = rule, .offload_probability = probability, .offloads = explores || !keeps(rule)};
}

double HierarchicalInferencePolicy::mean_of(const Kind::Threshold& threshold) const {
  double sum = 0;
  for (const ExponentialWeights& learner : learners_.all()) {
    const std::vector<double> shares = learner.shares();
    for (std::size_t rule = 0; rule < shares.size(); ++rule) {
      sum += shares[rule] * threshold.of(kind_.rules[rule]);
    }
  }
  return sum / static_cast<double>(learners_.all().size());
}

Report HierarchicalInferencePolicy::report(const Review& review) const {
  if (order_.empty()) {
    return {};
  }
  const RuleLosses hindsight(kind_, settings_, review);
  const Rule& best = hindsight.best();
  std::vector<double> regret;
  std::vector<double> offloaded;
  double loss = 0;
  double best_loss = 0;
  for (const std::uint64_t request : order_) {
    const std::uint32_t sample = review.sample_of_request[request];
    loss += hindsight.of(sample, decisions_[request].offloads);
    best_loss += hindsight.of(sample, best);
    regret.push_back(loss - best_loss);
    offloaded.push_back(decisions_[request].offloads ? 1 : 0);
  }
  const auto requests = static_cast<double>(order_.size());
  const auto passed_on = static_cast<double>(std::count(offloaded.begin(), offloaded.end(), 1.0));
  Report report;
  report.figures = {
      {"regret", loss - hindsight.least(), "loss", "against the best fixed rule of the grid"},
      {"regret_per_request", (loss - hindsight.least()) / requests, "loss", "the same per request"},
      {"mean_loss", loss / requests, "loss", "of the decisions made"},
      {"best_mean_loss", hindsight.least() / requests, "loss", "of the best fixed rule"},
      {"share_offloaded", passed_on / requests, "", "fraction of requests that were offloaded"}};
  report.courses = {
      {"regret", std::move(regret), "loss", "cumulative, per request in the order of decisions"},
      {"offloaded", std::move(offloaded), "", "1: offloaded"}};
  for (const Kind::Threshold& threshold : kind_.thresholds) {
    report.figures.push_back({threshold.name, mean_of(threshold), "", threshold.meaning + ", at the end"});
    report.figures.push_back({"best_" + threshold.name, threshold.of(best), "", "of the best fixed rule"});
    std::vector<double> drawn;
    for (const std::uint64_t request : order_) {
      drawn.push_back(threshold.of(kind_.rules[decisions_[request].rule]));
    }
    report.courses.push_back({threshold.name, std::move(drawn), "", threshold.meaning + ", drawn"});
  }
  return report;
}

/// The exit at which the device answers: the named one, or its deepest.
int own_exit(const HierarchicalInferenceParameters& parameters, const Tier& device) {
  if (!parameters.exit) {
    return device.exits.back();
  }
  if (std::find(device.exits.begin(), device.exits.end(), *parameters.exit) == device.exits.end()) {
    throw InputError(parameters.exit_place,
                     fmt::format("tier '{}' has no exit after layer {}; it has exits after {}", device.name,
                                 *parameters.exit, fmt::join(device.exits, ", ")),
                     "name one of them, or add it to the tier's exits");
  }
  return static_cast<int>(*parameters.exit);
}

}  // namespace

std::vector<Field> hierarchical_inference_fields(const std::vector<Field>& own) {
  const std::vector<Field> cost = {
      language::defaulted("offload_cost", language::number(0, 1, false), "0.3",
                          "β: loss of offloading; the loss of a wrong answer is at most 1")};
  return joined(
      joined(cost, own),
      {language::optional("exit", language::integer(1),
                          "layer of the first tier whose exit answers; default: its deepest exit"),
       offload_field(),
       language::defaulted(
           "horizon", language::integer(1), "1000",
           "n: number of requests of a learner that the default learning rate and exploration assume"),
       language::optional("learning_rate", language::number(0, 1e6, false), "η; default: see the rule"),
       language::optional("exploration", language::number(0, 1, false), "ε; default: see the rule"),
       learners::field()});
}

HierarchicalInferenceParameters read_hierarchical_inference(const Node& parameters) {
  HierarchicalInferenceParameters values = {.offload_cost = parameters.at("offload_cost").number(),
                                            .exit = {},
                                            .exit_place = {},
                                            .tier = read_offload_tier(parameters),
                                            .horizon = parameters.at("horizon").number(),
                                            .learning_rate = optional_number(parameters, "learning_rate"),
                                            .exploration = optional_number(parameters, "exploration"),
                                            .shared = learners::are_shared(parameters)};
  if (const Node* exit = parameters.find("exit")) {
    values.exit = exit->integer();
    values.exit_place = exit->place;
  }
  return values;
}

std::unique_ptr<Policy> make_hierarchical_inference(HierarchicalInference kind,
                                                    const HierarchicalInferenceParameters& parameters,
                                                    const Fleet& fleet) {
  HierarchicalInferenceSettings settings;
  settings.exit = own_exit(parameters, fleet.tiers.front());
  const std::size_t tier = offload_tier(parameters.tier, fleet, settings.exit + 1);
  settings.offload = Action::run_to_exit(tier, fleet.tiers[tier].exits.back(), fleet.restarts);
  settings.offload_cost = parameters.offload_cost;
  const double horizon = parameters.horizon;
  const double experts = std::log(static_cast<double>(kind.rules.size()));
  settings.learning_rate = parameters.learning_rate.value_or(
      std::cbrt(2 * experts * experts / (settings.offload_cost * horizon * horizon)));
  settings.exploration = parameters.exploration.value_or(
      std::min(1.0, std::sqrt(settings.learning_rate / (2 * settings.offload_cost))));
  settings.shared = parameters.shared;
  return std::make_unique<HierarchicalInferencePolicy>(std::move(kind), settings, fleet);
}

std::string hierarchical_inference_rule() {
  return prose(R"(
With probability ε the request is offloaded in any case. The answer of `tier` is taken as the truth.
When the answer is on the device, each rule is charged a loss: β if it would have offloaded; otherwise,
and only if the request was offloaded, 1/P times the loss of the device's answer, where P = 1 - (1 - ε)
× the total weight of the rules that would have kept it. Weights are proportional to exp(-η × the
accumulated loss). By default, with N rules, η = (2 ln²N / (β n²))^(1/3) and ε = min(1, sqrt(η / (2β))),
which minimise the bound of the regret, (εβ + η/(2ε)) n + ln N / η. Our interpretation: a grid instead
of all thresholds; and every offloaded request teaches, weighted by its probability P, instead of only
those offloaded by ε, weighted by ε.
)");
}

}  // namespace dimsim::policy
