#pragma once

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/cartography/reward_search.hpp"
#include "dimsim/cartography/sample_map.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::cartography {

/// How a trace is labelled.
struct LabelOptions {
  Cuts cuts = {};  ///< left aside where the reward chooses
  MapOptions map = {};
  std::string pools = kDefaultCuts;                    ///< what the cuts are called
  std::optional<RewardOptions> reward = std::nullopt;  ///< the reward chooses the cuts
};

/// Labels of a trace.
struct Labelling {
  struct Split {
    std::string name;
    std::vector<trace::Complexity> labels;
  };
  struct ByReward {
    Reward best;
    std::vector<std::pair<std::string, std::optional<Reward>>> others;  ///< of standard_cuts()
  };

  LabelOptions options;  ///< with the cuts that the reward chose
  SampleMap training;
  Thresholds limits;
  Centroids centroids;
  std::vector<Split> splits;                        ///< the training split first
  std::optional<trace::PoolSeparation> separation;  ///< of a trace, which has embeddings
  std::optional<ByReward> by_reward;
};

/// Labels a trace. Training samples get the pool of their place on the map, samples of the other splits that
/// of the nearest pool centroid in the embedding. Throws InputError for a trace that is faulty, or has no
/// dynamics or no embedding; with `reward` also where the calibration split is a test split, has no exit
/// logits or too few exits.
[[nodiscard]] Labelling label_trace(const std::filesystem::path& input, const LabelOptions& options);

/// Copies a trace with its labels: train/confidence, variability, correctness, SPLIT/complexity, and group
/// `cartography` with the centroids, the cuts, the rule and the pool separation. Labels that the trace had
/// are replaced. `output` is written whole or not at all and may be `input`. Throws RunError when writing
/// fails.
void write_labelled_trace(const std::filesystem::path& input, const Labelling& labelling,
                          const std::filesystem::path& output);

}  // namespace dimsim::cartography
