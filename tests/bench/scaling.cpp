// How two searches and readers scale: ten times the input must take about ten times as long. Part of `make
// bench`.
#include "dimsim/cartography/sample_map.hpp"
#include "dimsim/reward/reward.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::bench {
namespace {

constexpr int kRepetitions = 7;    ///< of which the quickest counts, since the machine has other work too
constexpr double kMostRatio = 15;  ///< for ten times the input: linear, with room for caches

/// Processor time of the quickest of several calls [s].
double quickest_s(const std::function<void()>& work) {
  double least_s = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kRepetitions; ++i) {
    const std::clock_t began = std::clock();
    work();
    least_s = std::min(least_s, static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
  }
  return least_s;
}

void print_ratio(const char* what, double few_s, double many_s) {
  constexpr double kMilli = 1e3;
  const double ratio = many_s / few_s;
  fmt::print("  {:58} {:>9.2f} {:>9.2f} {:>7.1f}  <= {}   {}\n", what, kMilli * few_s, kMilli * many_s, ratio,
             kMostRatio, ratio <= kMostRatio ? "reached" : "MISSED");
}

/// Exits of 12 layers and two classes, with confidences drawn at random.
trace::Split random_split(std::size_t samples) {
  std::mt19937 random(4);
  std::uniform_real_distribution<double> confidence(0.5, 0.999);
  trace::Split split;
  split.samples = samples;
  split.exits = 12;
  split.classes = 2;
  for (std::size_t i = 0; i < samples * static_cast<std::size_t>(split.exits); ++i) {
    const double p = confidence(random);
    split.logits.push_back(static_cast<float>(std::log(p / (1 - p))));
    split.logits.push_back(0);
  }
  return split;
}

double thresholds_s(std::size_t samples) {
  const trace::Split split = random_split(samples);
  std::vector<std::size_t> first(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    first[i] = i % 3;
  }
  const reward::Ladder ladder{.exits = {3, 6, 12}, .cost = {{3, 11, 28}, {0, 8, 25}, {0, 0, 17}}, .mu = 0.01};
  return quickest_s([&] { static_cast<void>(reward::best_thresholds(split, first, ladder)); });
}

double map_s(int samples) {
  const TemporaryFolder folder;
  {
    std::ofstream file(folder / "map.jsonl");
    for (int i = 0; i < samples; ++i) {
      file
          << fmt::format(
                 R"({{"guid": {}, "index": {}, "confidence": 0.{:03}, "variability": 0.2, "correctness": {}}})",
                 i, i, i % 1000, i % 7)
          << "\n";
    }
  }
  return quickest_s([&] { static_cast<void>(cartography::read_map(folder / "map.jsonl")); });
}

}  // namespace
}  // namespace dimsim::bench

int main() {
  using namespace dimsim::bench;  // NOLINT(google-build-using-namespace)
  fmt::print("\nScaling: ten times the input (processor time, quickest of {})\n\n  {:58} {:>9} {:>9} {:>7}\n",
             kRepetitions, "", "few [ms]", "many [ms]", "ratio");
  print_ratio("best thresholds of 3 tiers, 500 and 5,000 samples", thresholds_s(500), thresholds_s(5000));
  print_ratio("reading a data map, 4,000 and 40,000 samples", map_s(4000), map_s(40000));
}
