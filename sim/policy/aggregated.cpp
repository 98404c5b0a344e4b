#include "dimsim/policy/aggregated.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/climb.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace dimsim::policy {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// Accumulates the weighted confidences of agreeing exits; restarts if an exit disagrees.
double aggregate(double before, bool agrees, double weight, double confidence) {
  return (agrees ? before : 0) + weight * confidence;
}

struct AggregatedParameters {
  std::optional<double> threshold;  ///< of all exits; empty: tuned
  bool weights_by_accuracy = true;
  Place place;
};

class Aggregated : public Policy {
 public:
  Aggregated(const AggregatedParameters& parameters, const Fleet& fleet)
      : climb_(fleet, every_exit(fleet), parameters.place),
        weights_by_accuracy_(parameters.weights_by_accuracy),
        is_auto_(!parameters.threshold),
        weights_(climb_.rungs().size(), 1),
        thresholds_(climb_.rungs().size(), parameters.threshold.value_or(kNever)) {}

  void begin(const Knowledge& knowledge) override {
    // Weights come first: tune() ranks samples by their weighted scores.
    if (weights_by_accuracy_) {
      weigh(*knowledge.calibration);
    }
    if (is_auto_) {
      tune(*knowledge.calibration);
    }
  }

  Action start(const Request& /*request*/) override { return climb_.to(0); }

  Action next(const Request& /*request*/, const Progress& progress) override {
    // Summed anew in every call: a score kept for each request would have to be removed when the request
    // ends, and there are few exits.
    double score = 0;
    for (std::size_t i = 0; i < progress.exits.size(); ++i) {
      const Exit& exit = progress.exits[i];
      score = aggregate(score, i > 0 && exit.prediction == progress.exits[i - 1].prediction, weights_[i],
                        exit.confidence);
    }
    return score >= thresholds_[climb_.rung_of(progress)] ? Action::answer() : climb_.next_after(progress);
  }

  [[nodiscard]] Report report(const Review& /*review*/) const override {
    Report report;
    if (!is_auto_) {
      return report;  // the scenario already states them
    }
    // Without the last rung, which answers at any score.
    for (std::size_t rung = 0; rung + 1 < thresholds_.size(); ++rung) {
      report.figures.push_back({.name = fmt::format("threshold_{}", climb_.rungs()[rung].layer),
                                .value = thresholds_[rung],
                                .unit = "",
                                .meaning = fmt::format("score from which the exit of layer {} answers; "
                                                       "infinite: never",
                                                       climb_.rungs()[rung].layer)});
    }
    return report;
  }

 private:
  struct Scored {
    double score;
    bool right;
  };

  /// Sets the weights to the accuracy of each exit.
  void weigh(const trace::Split& split) {
    for (std::size_t rung = 0; rung < weights_.size(); ++rung) {
      double right = 0;
      for (std::size_t sample = 0; sample < split.samples; ++sample) {
        right += split.prediction(sample, climb_.rungs()[rung].layer) == split.gold[sample] ? 1 : 0;
      }
      weights_[rung] = right / static_cast<double>(split.samples);
    }
  }

  /// Rung by rung, on the samples that reach it: the lowest score at which the error rate of the answers is
  /// at most that of the last exit over all samples.
  ///
  /// Which samples reach a rung depends only on the thresholds below it, so one pass upwards suffices. Tuning
  /// all thresholds together would take time exponential in the number of exits.
  void tune(const trace::Split& split) {
    const double allowed = error_rate(split, climb_.rungs().back().layer);
    std::vector<std::size_t> left(split.samples);
    std::iota(left.begin(), left.end(), std::size_t{0});
    std::vector<double> scores(split.samples, 0);
    for (std::size_t rung = 0; rung + 1 < thresholds_.size(); ++rung) {
      std::vector<Scored> scored;
      for (const std::size_t sample : left) {
        const int layer = climb_.rungs()[rung].layer;
        const bool agrees = rung > 0 && split.prediction(sample, layer) ==
                                            split.prediction(sample, climb_.rungs()[rung - 1].layer);
        scores[sample] = aggregate(scores[sample], agrees, weights_[rung], split.confidence(sample, layer));
        scored.push_back({scores[sample], split.prediction(sample, layer) == split.gold[sample]});
      }
      thresholds_[rung] = lowest_score(std::move(scored), allowed);
      std::erase_if(left, [&](std::size_t sample) { return scores[sample] >= thresholds_[rung]; });
    }
  }

  static double error_rate(const trace::Split& split, int layer) {
    double wrong = 0;
    for (std::size_t sample = 0; sample < split.samples; ++sample) {
      wrong += split.prediction(sample, layer) == split.gold[sample] ? 0 : 1;
    }
    return wrong / static_cast<double>(split.samples);
  }

  /// The lowest score such that the error rate among samples with at least this score is at most `allowed`.
  /// Equal scores are only considered together, since a threshold cannot separate them.
  static double lowest_score(std::vector<Scored> scored, double allowed) {
    std::sort(scored.begin(), scored.end(),
              [](const Scored& a, const Scored& b) { return a.score > b.score; });
    double lowest = kNever;
    std::size_t wrong = 0;
    // The loop does not stop at the first excess: the error rate may fall again at a lower score.
    for (std::size_t i = 0; i < scored.size(); ++i) {
      wrong += scored[i].right ? 0U : 1U;
      const bool ties_follow = i + 1 < scored.size() && scored[i + 1].score == scored[i].score;
      if (!ties_follow && static_cast<double>(wrong) <= allowed * static_cast<double>(i + 1)) {
        lowest = scored[i].score;
      }
    }
    return lowest;
  }

  Climb climb_;
  bool weights_by_accuracy_;
  bool is_auto_;
  std::vector<double> weights_;     ///< by rung
  std::vector<double> thresholds_;  ///< by rung; unused at the last
};

}  // namespace

Entry aggregated_entry() {
  return {
      .name = "aggregated",
      .summary = "from the device upwards, until agreeing exits are confident enough together",
      .rule = prose(R"(
Every request starts on the device and passes the exits on its path in order, up the tiers (exits that
are not deeper than an earlier one are skipped). Let p(i) be the largest softmax probability at exit i
and w(i) its weight. The score is S(i) = S(i−1) + w(i) p(i) if exits i−1 and i predict the same class,
otherwise S(i) = w(i) p(i). Exit i answers if S(i) ≥ α(i); the last exit always answers. The weights are
the accuracies of the exits on the calibration split, or 1. The thresholds are either given, one value
for all exits, or tuned: exit by exit, on the calibration samples that reach it, the lowest α(i) for
which the error rate of the answers given there is at most that of the last exit over all samples. The
score is the paper's; the thresholds are our interpretation of 'set by the error rates of the exits'.
)"),
      .source = "after Bajpai and Hanawal, BEEM, arXiv:2502.00745",
      .parameters = {language::defaulted("threshold", language::number_or({kAuto}, 0, 1e6), "auto",
                                         "score from which an exit answers"),
                     language::defaulted("weights", language::choice({"accuracy", "equal"}), "accuracy",
                                         "what an exit's confidence counts: its accuracy on the calibration "
                                         "split, or 1")},
      .may_tune = true,
      .read = [](const Node& parameters) {
        const AggregatedParameters values = {
            .threshold = number_unless_auto(parameters.at("threshold")),
            .weights_by_accuracy = parameters.at("weights").string() == "accuracy",
            .place = parameters.place};
        return creates<Aggregated>(values, !values.threshold || values.weights_by_accuracy);
      }};
}

}  // namespace dimsim::policy
