#include "dimsim/policy/splitee.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/learners.hpp"
#include "dimsim/policy/offload.hpp"
#include "dimsim/policy/ucb.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace dimsim::policy {
namespace {

// SplitEE and SplitEE-S differ in one point, `side_information`: whether the exits below the chosen one are
// evaluated and their arms updated too.

/// Parameters of both policies, with their symbols.
struct SpliteeParameters {
  OffloadTier offload;
  double alpha = 0;         ///< smallest confidence at which an exit answers
  double layer_cost = 0;    ///< λ
  double offload_cost = 0;  ///< o
  double exploration = 0;   ///< c
  bool side_information = false;
  bool shared = false;
};

/// Parameters, and what follows from them in a fleet.
struct SpliteeSettings : SpliteeParameters {
  SpliteeSettings(const SpliteeParameters& parameters, const Fleet& fleet)
      : SpliteeParameters(parameters),
        layers(fleet.tiers.front().exits),
        tier(offload_tier(offload, fleet, layers.front())),
        last_layer(fleet.tiers[tier].exits.back()) {}

  std::vector<int> layers;  ///< of the arms
  std::size_t tier;         ///< tier that answers offloaded requests
  int last_layer;           ///< L, the layer of the exit that answers there
};

/// The published reward.
class Reward {
 public:
  explicit Reward(SpliteeSettings settings) : settings_(std::move(settings)) {}

  [[nodiscard]] bool answers(std::size_t arm, double confidence) const {
    return confidence >= settings_.alpha || settings_.layers[arm] >= settings_.last_layer;
  }

  /// `last_confidence` is that of exit L, used if the arm offloads.
  [[nodiscard]] double of(std::size_t arm, double confidence, double last_confidence) const {
    const double layers = settings_.layer_cost * settings_.layers[arm];
    return answers(arm, confidence) ? confidence - layers : last_confidence - settings_.offload_cost - layers;
  }

 private:
  SpliteeSettings settings_;
};

/// Rewards of all arms in a run, computed from the trace after the run.
class ArmRewards {
 public:
  ArmRewards(const SpliteeSettings& settings, const Reward& reward, const Review& review)
      : arms_(settings.layers.size()) {
    const trace::Split& samples = review.samples;
    // By sample, not by request: the reward of an arm depends on the sample only.
    rewards_.reserve(samples.samples * arms_);
    for (std::size_t sample = 0; sample < samples.samples; ++sample) {
      const double last = samples.confidence(sample, settings.last_layer);
      for (std::size_t arm = 0; arm < arms_; ++arm) {
        rewards_.push_back(reward.of(arm, samples.confidence(sample, settings.layers[arm]), last));
      }
    }
    means_.assign(arms_, 0);
    for (const std::uint32_t sample : review.sample_of_request) {
      for (std::size_t arm = 0; arm < arms_; ++arm) {
        means_[arm] += of(sample, arm);
      }
    }
    for (double& mean : means_) {
      mean /= static_cast<double>(review.sample_of_request.size());
    }
  }

  [[nodiscard]] double of(std::uint32_t sample, std::size_t arm) const {
    return rewards_[sample * arms_ + arm];
  }
  [[nodiscard]] double mean(std::size_t arm) const { return means_[arm]; }
  [[nodiscard]] std::size_t best() const {
    return static_cast<std::size_t>(std::max_element(means_.begin(), means_.end()) - means_.begin());
  }

 private:
  std::size_t arms_;
  std::vector<double> rewards_;  ///< [samples][arms]
  std::vector<double> means_;    ///< [arms], over the requests
};

class Splitee : public Policy {
 public:
  Splitee(const SpliteeParameters& parameters, const Fleet& fleet)
      : settings_(parameters, fleet), reward_(settings_) {}

  void begin(const Knowledge& knowledge) override {
    learners_.make(settings_.shared, knowledge.devices, Ucb(settings_.layers.size(), settings_.exploration));
  }

  Action start(const Request& request) override {
    arms_.push_back(learners_.of(request).choose());  // requests start in the order of their numbers
    return run_to_arm(settings_.side_information ? 0 : arms_.back());
  }

  Action next(const Request& request, const Progress& progress) override {
    const std::size_t arm = arms_[request.number];
    const Exit& exit = progress.exits.back();
    if (exit.tier == settings_.tier) {
      return Action::answer();
    }
    if (exit.layer < settings_.layers[arm]) {
      return run_to_arm(progress.exits.size());
    }
    return reward_.answers(arm, exit.confidence)
               ? Action::answer()
               : Action::run_to_exit(settings_.tier, settings_.last_layer, false);
  }

  [[nodiscard]] bool learns() const override { return true; }

  void feedback(const Request& request, const Feedback& feedback) override {
    Ucb& learner = learners_.of(request);
    const std::size_t played = arms_[request.number];
    // Without offloading the confidence of exit L is unknown; that of the answering exit takes its place.
    const double last = feedback.exits.back().confidence;
    for (std::size_t arm = settings_.side_information ? 0 : played; arm <= played; ++arm) {
      const Exit& exit = feedback.exits[settings_.side_information ? arm : 0];
      learner.reward(arm, reward_.of(arm, exit.confidence, last));
    }
  }

  [[nodiscard]] Report report(const Review& review) const override;

 private:
  [[nodiscard]] Action run_to_arm(std::size_t arm) const {
    return Action::run_to_exit(0, settings_.layers[arm], false);
  }

  SpliteeSettings settings_;
  Reward reward_;
  Learners<Ucb> learners_;
  std::vector<std::size_t> arms_;  ///< by request
};

Report Splitee::report(const Review& review) const {
  if (arms_.empty()) {
    return {};
  }
  const ArmRewards hindsight(settings_, reward_, review);
  const std::size_t best = hindsight.best();
  std::vector<double> regret;
  std::vector<double> layers;
  double sum = 0;
  // Pseudo-regret: differences of mean rewards, which are free of the noise of single requests (Bubeck and
  // Cesa-Bianchi, Foundations and Trends in Machine Learning 5(1), 2012, section 1).
  for (std::size_t request = 0; request < arms_.size(); ++request) {
    sum += hindsight.of(review.sample_of_request[request], arms_[request]);
    regret.push_back((regret.empty() ? 0 : regret.back()) + hindsight.mean(best) -
                     hindsight.mean(arms_[request]));
    layers.push_back(settings_.layers[arms_[request]]);
  }
  const auto requests = static_cast<double>(arms_.size());
  const auto pulls = static_cast<double>(std::count(arms_.begin(), arms_.end(), best));
  return {.figures = {{"regret", regret.back(), "reward", "pseudo-regret against the best fixed split layer"},
                      {"regret_per_request", regret.back() / requests, "reward", "the same per request"},
                      {"best_split_layer", static_cast<double>(settings_.layers[best]), "",
                       "the fixed one with the largest mean reward on the requests of this run"},
                      {"share_of_best_split", pulls / requests, "",
                       "fraction of requests for which it was chosen"},
                      {"mean_reward", sum / requests, "reward", "of the choices made"},
                      {"best_mean_reward", hindsight.mean(best), "reward", "of the best fixed split layer"}},
          .courses = {{"regret", std::move(regret), "reward", "cumulative pseudo-regret, per request"},
                      {"split_layer", std::move(layers), "", "chosen layer, per request"}}};
}

SpliteeParameters read_splitee(const Node& parameters, bool side_information) {
  return {.offload = read_offload_tier(parameters),
          .alpha = parameters.at("alpha").number(),
          .layer_cost = parameters.at("layer_cost").number(),
          .offload_cost = parameters.at("offload_cost").number(),
          .exploration = parameters.at("exploration").number(),
          .side_information = side_information,
          .shared = learners::are_shared(parameters)};
}

std::vector<Field> splitee_fields() {
  return {
      language::defaulted("alpha", language::number(0, 1), "0.75",
                          "smallest confidence at which the exit at the split answers"),
      language::defaulted("layer_cost", language::number(0), "0.1",
                          "λ: cost of a layer on the device in units of confidence; used in the reward only"),
      language::defaulted("offload_cost", language::number(0), "0.5",
                          "o: cost of offloading in units of confidence; used in the reward only"),
      language::defaulted("exploration", language::number(0), "1",
                          "c: exploration of arms with few observations; 0: none"),
      offload_field(),
      learners::field()};
}

constexpr const char* kSource = R"(
Bajpai, Trivedi, Yadav and Hanawal, SplitEE: early exit in deep neural networks with split computing,
AIMLSystems 2023, arXiv:2309.09195, and its code; UCB1: Auer, Cesa-Bianchi and Fischer, Machine Learning
47, 2002
)";

constexpr const char* kArms = R"(
Arms i: the layers of the first tier that have an exit. Each arm is played once first, in order; then
decision t plays argmax over i of (mean reward of i) + c sqrt(ln t / n_i), where n_i is the number of
known rewards of arm i.
)";

constexpr const char* kDecision = R"(
With C_i its confidence, the exit answers if C_i >= alpha or i = L, the layer of the deepest exit of
`tier`; otherwise the hidden state goes to `tier`, which answers at L. Reward: C_i - λ i if the exit
answers, otherwise C_L - o - λ i.
)";

constexpr const char* kReading = R"(
Our interpretation: a reward is known only when the answer is on the device, so t counts decisions and
n_i received rewards; an arm whose first reward is still pending is skipped; λ and o only weigh the
reward and are not the scenario's `cost`.
)";

}  // namespace

Entry splitee_entry() {
  return {.name = "splitee",
          .summary = "the split layer as the arm of a bandit (UCB), learned online",
          .rule = prose(
              fmt::format("{} Only the exit at layer i is evaluated. {} {}", kArms, kDecision, kReading)),
          .source = prose(kSource),
          .parameters = splitee_fields(),
          .read = [](const Node& parameters) { return creates<Splitee>(read_splitee(parameters, false)); }};
}

Entry splitee_s_entry() {
  return {
      .name = "splitee-s",
      .summary = "SplitEE with side information: all exits up to the split are evaluated and learned from",
      .rule = prose(fmt::format(R"(
{} All exits up to layer i are evaluated. {} All arms j <= i receive their reward. {} If arm j < i would
have offloaded and arm i did not, C_L is unknown, and C_i takes its place (the paper's code reads C_L
from its table).
)",
                                kArms, kDecision, kReading)),
      .source = prose(kSource),
      .parameters = splitee_fields(),
      .read = [](const Node& parameters) { return creates<Splitee>(read_splitee(parameters, true)); }};
}

}  // namespace dimsim::policy
