#include "dimsim/policy/early_exit.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/climb.hpp"
#include "dimsim/policy/thresholds.hpp"

#include <optional>
#include <utility>

namespace dimsim::policy {
namespace {

// Three papers in one policy: they differ in the measure of certainty (confidence, or entropy) and in whether
// exits are on one machine or on several tiers, which the scenario decides.
struct EarlyExitParameters {
  ThresholdParameters thresholds;
  std::optional<double> largest_entropy;  ///< of its maximum; replaces the thresholds
  Place place;
};

class EarlyExit : public Policy {
 public:
  EarlyExit(const EarlyExitParameters& parameters, const Fleet& fleet)
      : climb_(fleet, every_exit(fleet), parameters.place),
        // Made with `entropy` too, so that a wrong number of thresholds is reported in any case.
        thresholds_(parameters.thresholds, climb_),
        largest_entropy_(parameters.largest_entropy) {}

  void begin(const Knowledge& knowledge) override {
    if (thresholds_.are_tuned() && !largest_entropy_) {  // with `entropy` the thresholds are not used
      // Rung 0 for all samples: every request starts on the device.
      const std::vector<std::size_t> from_the_device(knowledge.calibration->samples, 0);
      thresholds_.tune(climb_, *knowledge.calibration, from_the_device);
    }
  }

  Action start(const Request& /*request*/) override { return climb_.to(0); }

  Action next(const Request& /*request*/, const Progress& progress) override {
    const Exit& exit = progress.exits.back();
    const bool is_sure = largest_entropy_ ? exit.entropy <= *largest_entropy_
                                          : thresholds_.answers(climb_.rung_of(progress), exit.confidence);
    return is_sure ? Action::answer() : climb_.next_after(progress);
  }

  [[nodiscard]] Report report(const Review& /*review*/) const override {
    return largest_entropy_ ? Report{} : thresholds_.report(climb_);
  }

 private:
  Climb climb_;
  Thresholds thresholds_;
  std::optional<double> largest_entropy_;
};

std::vector<Field> early_exit_fields() {
  return joined(threshold_fields(),
                {language::optional("entropy", language::number(0, 1),
                                    "instead of thresholds: an exit answers if the entropy of its "
                                    "probabilities is at most this fraction of its maximum, log C")});
}

}  // namespace

Entry early_exit_entry() {
  return {.name = "early-exit",
          .summary = "from the device upwards, to the first exit that is confident enough",
          .rule = prose(R"(
Every request starts on the device. At each exit on its path (the `exits` of the tiers, except those
that are not deeper than an earlier one) it is answered if the largest softmax probability is at least
the threshold of the tier or, with `entropy` = S, if −Σ p log p ≤ S · log C; otherwise it goes on to the
next exit, on the same tier or the next one up. The last exit always answers. What is sent upwards
depends on the scenario's `deployment.escalation`.
)"),
          .source =
              "Teerapittayanon et al., BranchyNet, ICPR 2016, section III; Xin et al., DeeBERT, ACL 2020, "
              "section 2.2 (entropy); Bajpai and Hanawal, DIMEE, arXiv:2410.05338 (confidence, over tiers)",
          .parameters = early_exit_fields(),
          .may_tune = true,
          .read = [](const Node& parameters) {
            const EarlyExitParameters values = {.thresholds = read_thresholds(parameters),
                                                .largest_entropy = optional_number(parameters, "entropy"),
                                                .place = parameters.place};
            return creates<EarlyExit>(values, !values.largest_entropy && values.thresholds.are_tuned());
          }};
}

}  // namespace dimsim::policy
