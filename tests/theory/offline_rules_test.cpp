/// Rules that need no clock, on real traces: tier shares, accuracy and λ of the simulation are what the
/// trace's arrays give, computed here apart from it, and what the makers of the traces published.

#include "dimsim/cartography/label_trace.hpp"
#include "dimsim/plan/load.hpp"
#include "support/fleet.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

constexpr std::array<double, 3> kOffload = {0, 2, 5};  ///< of entering mobile, edge and cloud [λ]
using Exits = std::array<int, 3>;                      ///< that answer at mobile, edge and cloud

/// What became of a sample.
struct Fate {
  std::size_t tier = 0;
  int layer = 0;
  double lambda = 0;
};

/// Straight from the arrays.
struct Answer {
  int of_class = 0;
  double confidence = 0;
  double entropy = 0;
};

Answer answer(const trace::Split& split, std::size_t sample, int layer) {
  const auto classes = static_cast<std::size_t>(split.classes);
  const float* logits =
      &split.logits[(sample * static_cast<std::size_t>(split.exits) + static_cast<std::size_t>(layer) - 1) *
                    classes];
  std::vector<double> p(logits, logits + classes);
  double sum = 0;
  for (double& value : p) {
    value = std::exp(value);
    sum += value;
  }
  Answer result;
  for (std::size_t c = 0; c < classes; ++c) {
    p[c] /= sum;
    result.of_class =
        p[c] > p[static_cast<std::size_t>(result.of_class)] ? static_cast<int>(c) : result.of_class;
    result.entropy -= p[c] * std::log(p[c]) / std::log(static_cast<double>(classes));
  }
  result.confidence = p[static_cast<std::size_t>(result.of_class)];
  return result;
}

bool is_right(const trace::Split& split, std::size_t sample, int layer) {
  return answer(split, sample, layer).of_class == split.gold[sample];
}

/// From tier `first` up while the exit is not sure. Going on from the hidden state, a layer is run once; from
/// the text, by every tier.
Fate climb(const Exits& exits, std::size_t first, bool restarts,
           const std::function<bool(std::size_t)>& is_sure) {
  Fate fate;
  int layers = 0;
  for (std::size_t tier = first;; ++tier) {
    layers = restarts ? layers + exits[tier] : exits[tier];
    fate.lambda += kOffload[tier];
    if (tier == 2 || is_sure(tier)) {
      fate.tier = tier;
      fate.layer = exits[tier];
      fate.lambda += layers;
      return fate;
    }
  }
}

struct Figures {
  double accuracy = 0;
  double lambda = 0;
  std::array<double, 3> share{};
};

Figures figures_of(const trace::Split& split, const std::vector<Fate>& fates) {
  Figures figures;
  const auto count = static_cast<double>(fates.size());
  for (std::size_t sample = 0; sample < fates.size(); ++sample) {
    figures.accuracy += is_right(split, sample, fates[sample].layer) ? 1 / count : 0;
    figures.lambda += fates[sample].lambda / count;
    figures.share[fates[sample].tier] += 1 / count;
  }
  return figures;
}

/// A trace with labels; those of the shared data get theirs first.
class LabelledTrace {
 public:
  explicit LabelledTrace(const std::string& name) : file_(folder_ / "trace.h5") {
    if (std::filesystem::exists(source(name))) {
      cartography::write_labelled_trace(source(name), cartography::label_trace(source(name), {}), file_);
    }
  }
  [[nodiscard]] bool exists() const { return std::filesystem::exists(file_); }
  [[nodiscard]] std::string path() const { return file_.string(); }
  [[nodiscard]] trace::Split test() const { return trace::read(file_, "test").split; }

 private:
  static std::filesystem::path source(const std::string& name) {
    return name == "shipped" ? DIMSIM_SOURCE_DIR "/scenarios/traces/trec6.h5"
                             : DIMSIM_SOURCE_DIR "/../shared/data/traces/" + name + ".h5";
  }

  TemporaryFolder folder_;
  std::filesystem::path file_;
};

/// Every sample once, and what the simulation made of each.
std::vector<Fate> simulate(const LabelledTrace& trace, const trace::Split& split, const Exits& exits,
                           bool restarts, const std::string& policy) {
  const scenario::Scenario scenario =
      plan::load(DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml",
                 {"workload.trace=" + trace.path(), fmt::format("workload.requests={}", split.samples),
                  "workload.warm_up_requests=0", "workload.samples=in-order",
                  fmt::format("deployment.escalation={}", restarts ? "text" : "hidden-state"),
                  fmt::format("deployment.tiers.0.layers=1-{}", exits[0]),
                  fmt::format("deployment.tiers.1.layers=1-{}", exits[1]), "policies=[" + policy + "]"});
  const results::RunResult result = engine::run({scenario, split, scenario.policies.at(0)});
  std::vector<Fate> fates(split.samples);
  EXPECT_EQ(result.requests.size(), split.samples);
  for (const results::RequestRecord& record : result.requests) {
    fates[record.sample] = {record.answered_tier, record.exit_layer, record.lambda};
    EXPECT_EQ(record.prediction, answer(split, record.sample, record.exit_layer).of_class);
    EXPECT_EQ(record.correct, is_right(split, record.sample, record.exit_layer));
  }
  return fates;
}

void expect_same(const std::vector<Fate>& simulated, const std::vector<Fate>& expected) {
  ASSERT_EQ(simulated.size(), expected.size());
  for (std::size_t sample = 0; sample < expected.size(); ++sample) {
    ASSERT_EQ(simulated[sample].tier, expected[sample].tier) << "sample " << sample;
    ASSERT_EQ(simulated[sample].layer, expected[sample].layer) << "sample " << sample;
    ASSERT_NEAR(simulated[sample].lambda, expected[sample].lambda, 1e-12) << "sample " << sample;
  }
}

/// A row of the tables in the traces' READMEs: accuracy [%] and cost [λ].
struct Published {
  std::string trace;
  Exits exits;
  std::string policy;
  double accuracy;
  double lambda;
};

std::vector<Fate> expected_fates(const trace::Split& split, const Published& row, bool restarts) {
  std::vector<Fate> fates;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    const auto right = [&](std::size_t tier) { return is_right(split, sample, row.exits[tier]); };
    const auto begin_and_stay = [&](std::size_t tier) {
      return climb(row.exits, tier, restarts, [](std::size_t) { return true; });
    };
    if (row.policy == "oracle") {
      const std::size_t tier = right(0) ? 0 : right(1) ? 1 : right(2) ? 2 : 0;
      fates.push_back(begin_and_stay(tier));
    } else if (row.policy == "cartography") {
      fates.push_back(begin_and_stay(static_cast<std::size_t>(split.complexity[sample])));
    } else if (row.policy.starts_with("all-")) {
      fates.push_back(begin_and_stay(row.policy == "all-mobile" ? 0 : row.policy == "all-edge" ? 1 : 2));
    } else {
      const double threshold = std::stod(row.policy);
      fates.push_back(climb(row.exits, 0, restarts, [&](std::size_t tier) {
        return answer(split, sample, row.exits[tier]).confidence >= threshold;
      }));
    }
  }
  return fates;
}

std::string in_scenario(const std::string& policy) {
  if (policy == "cartography") {
    return "{policy: cartography, thresholds: [0]}";
  }
  return policy.starts_with("0.") ? "{policy: early-exit, thresholds: [" + policy + "]}" : policy;
}

class OfflineRule : public testing::TestWithParam<Published> {};

TEST_P(OfflineRule, IsWhatTheArraysGiveAndWhatWasPublished) {
  const Published& row = GetParam();
  const LabelledTrace trace(row.trace);
  if (!trace.exists()) {
    GTEST_SKIP() << "needs the shared traces";
  }
  const trace::Split split = trace.test();
  const std::vector<Fate> expected = expected_fates(split, row, false);
  const Figures figures = figures_of(split, expected);
  EXPECT_NEAR(100 * figures.accuracy, row.accuracy, 0.05001) << "the last printed digit";
  EXPECT_NEAR(figures.lambda, row.lambda, 0.005001) << "the last printed digit";
  expect_same(simulate(trace, split, row.exits, false, in_scenario(row.policy)), expected);
}

constexpr Exits kShallow = {3, 6, 12};
constexpr Exits kDeep = {4, 8, 12};

INSTANTIATE_TEST_SUITE_P(
    Published, OfflineRule,
    testing::Values(Published{"shipped", kShallow, "all-mobile", 56.8, 3},
                    Published{"shipped", kShallow, "all-edge", 70.6, 8},
                    Published{"shipped", kShallow, "all-cloud", 81.6, 17},
                    Published{"shipped", kShallow, "cartography", 81.4, 9.11},
                    Published{"shipped", kShallow, "0.7", 81.4, 12.42},
                    Published{"shipped", kShallow, "0.8", 81.6, 13.43},
                    Published{"shipped", kShallow, "0.9", 81.6, 14.34},
                    Published{"shipped", kShallow, "oracle", 94.2, 6.02},
                    Published{"shipped", kDeep, "cartography", 83.0, 10.27},
                    Published{"shipped", kDeep, "0.7", 83.0, 12.11},
                    Published{"shipped", kDeep, "oracle", 91.2, 6.31},
                    Published{"two-stage/sst2/sst2", kShallow, "cartography", 73.6, 9.98},
                    Published{"two-stage/sst2/sst2", kShallow, "0.8", 75.5, 8.12},
                    Published{"two-stage/sst2/sst2", kShallow, "oracle", 86.8, 4.86},
                    Published{"two-stage/subj/subj", kShallow, "cartography", 83.1, 9.52},
                    Published{"two-stage/subj/subj", kShallow, "0.9", 85.3, 8.25},
                    Published{"two-stage/subj/subj", kDeep, "0.8", 82.4, 6.35},
                    Published{"joint/sst2/sst2", kDeep, "cartography", 79.8, 11.59},
                    Published{"joint/sst2/sst2", kDeep, "0.8", 79.8, 6.21},
                    Published{"joint/sst2/sst2", kDeep, "oracle", 80.1, 4.02}),
    [](const testing::TestParamInfo<Published>& row) {
      std::string name =
          fmt::format("{}_{}_{}", row.param.trace, fmt::join(row.param.exits, "_"), row.param.policy);
      std::replace_if(
          name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
      return name;
    });

/// Starting again from the text, every tier pays for its own layers.
TEST(OfflineRules, RestartingPaysForEveryTiersLayers) {
  const LabelledTrace trace("shipped");
  const trace::Split split = trace.test();
  const Published row{"shipped", kShallow, "0.8", 0, 0};
  expect_same(simulate(trace, split, kShallow, true, in_scenario(row.policy)),
              expected_fates(split, row, true));
}

TEST(OfflineRules, EntropyDecidesAsWellAsConfidence) {
  const LabelledTrace trace("shipped");
  const trace::Split split = trace.test();
  std::vector<Fate> expected;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    expected.push_back(climb(kShallow, 0, false, [&](std::size_t tier) {
      return answer(split, sample, kShallow[tier]).entropy <= 0.4;
    }));
  }
  expect_same(simulate(trace, split, kShallow, false, "{policy: early-exit, entropy: 0.4}"), expected);
}

/// α = 0.7 on the device and β = 0.9 on the edge, each sample from the tier of its pool.
TEST(OfflineRules, CartographyClimbsFromTheTierOfItsPool) {
  const LabelledTrace trace("shipped");
  const trace::Split split = trace.test();
  constexpr std::array<double, 2> kThresholds = {0.7, 0.9};
  std::vector<Fate> expected;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    expected.push_back(
        climb(kShallow, static_cast<std::size_t>(split.complexity[sample]), false, [&](std::size_t tier) {
          return answer(split, sample, kShallow[tier]).confidence >= kThresholds[tier];
        }));
  }
  expect_same(simulate(trace, split, kShallow, false, "{policy: cartography, thresholds: [0.7, 0.9]}"),
              expected);
}

/// One exit a layer over the three tiers: the first at which `patience` agreements stand in a row.
TEST(OfflineRules, PatienceStopsAtTheFirstExitsThatAgree) {
  const LabelledTrace trace("shipped");
  const trace::Split split = trace.test();
  constexpr int kPatience = 3;
  const scenario::Scenario scenario =
      plan::load(DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml",
                 {"workload.trace=" + trace.path(), "workload.requests=500", "workload.warm_up_requests=0",
                  "workload.samples=in-order", "deployment.escalation=hidden-state",
                  "deployment.tiers.0.exits=[1, 2, 3]", "deployment.tiers.1.exits=[4, 5, 6]",
                  "deployment.tiers.2.exits=[7, 8, 9, 10, 11, 12]", "cost.exit=0.25",
                  "policies=[{policy: patience, patience: 3}]"});
  const results::RunResult result = engine::run({scenario, split, scenario.policies.at(0)});
  for (const results::RequestRecord& record : result.requests) {
    int agreements = 0;
    int layer = 1;
    while (layer < 12 && agreements < kPatience) {
      ++layer;
      const bool agrees =
          answer(split, record.sample, layer).of_class == answer(split, record.sample, layer - 1).of_class;
      agreements = agrees ? agreements + 1 : 0;
    }
    ASSERT_EQ(record.exit_layer, layer) << "sample " << record.sample;
    const double offload = layer > 6 ? 7 : layer > 3 ? 2 : 0;
    ASSERT_NEAR(record.lambda, layer * 1.25 + offload, 1e-12);
  }
}

}  // namespace
}  // namespace dimsim
