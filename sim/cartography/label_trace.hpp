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

/// Options of the labelling.
struct LabelOptions {
  Cuts cuts = {};  ///< ignored if the reward chooses the cuts
  MapOptions map = {};
  std::string pools = kDefaultCuts;                    ///< name of the cuts
  std::optional<RewardOptions> reward = std::nullopt;  ///< if set, the reward chooses the cuts
};

/// The labels of a trace and how they were made.
struct Labelling {
  struct Split {
    std::string name;
    std::vector<trace::Complexity> labels;
  };
  struct ByReward {
    CutsEvaluation best;
    std::vector<std::pair<std::string, std::optional<CutsEvaluation>>> others;  ///< of standard_cuts()
  };

  LabelOptions options;  ///< including the cuts chosen by the reward
  SampleMap training;
  Thresholds limits;
  Centroids centroids;
  std::vector<Split> splits;                        ///< the training split first
  std::optional<trace::PoolSeparation> separation;  ///< for traces only, which have embeddings
  std::optional<ByReward> by_reward;
};

/// Labels a trace. Training samples get the pool of their coordinates on the map; samples of the other splits
/// get the pool of the nearest centroid in the embedding. Throws InputError for an invalid trace or one
/// without dynamics or embedding; with `reward` also if the calibration split is a test split, has no exit
/// logits or too few exits.
[[nodiscard]] Labelling label_trace(const std::filesystem::path& input, const LabelOptions& options);

/// Copies a trace with its labels: train/confidence, variability, correctness, SPLIT/complexity, and group
/// `cartography` with the centroids, the cuts, the rule and the pool separation. Existing labels are
/// replaced. `output` is written atomically and may equal `input`. Throws RunError if writing fails.
void write_labelled_trace(const std::filesystem::path& input, const Labelling& labelling,
                          const std::filesystem::path& output);

}  // namespace dimsim::cartography
