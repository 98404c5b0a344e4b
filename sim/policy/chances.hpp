#pragma once

#include "dimsim/policy/fleet.hpp"
#include "dimsim/trace/trace.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// Probability that a tier answers right, given the pool of the sample and the confidence of an earlier exit;
/// estimated from calibration samples.
///
/// An estimate is (right + 5 p) / (n + 5): n samples plus a prior of five samples with the accuracy p of the
/// next larger group, which is the pool for a bin and all samples for a pool. Confidences of each pool and
/// tier are divided into up to 8 bins of equal size, at least 20 samples each; the probabilities are made
/// non-decreasing over the bins (isotonic regression, Barlow et al., 1972).
class Chances {
 public:
  /// `exits[tier]` is the layer of the answering exit. Throws InputError without a place if samples have no
  /// complexity labels.
  Chances(const trace::Split& samples, const std::vector<int>& exits);

  /// P(tier answers right | label).
  [[nodiscard]] double right(trace::Complexity complexity, std::size_t tier) const {
    return of(complexity, tier).right;
  }
  [[nodiscard]] std::size_t bins(trace::Complexity complexity, std::size_t tier) const {
    return of(complexity, tier).bins.size();
  }
  [[nodiscard]] std::size_t bin_of(trace::Complexity complexity, std::size_t tier, double confidence) const;
  /// P(tier answers right | label, bin of its confidence there).
  [[nodiscard]] double right(trace::Complexity complexity, std::size_t tier, std::size_t bin) const {
    return of(complexity, tier).bins[bin].right;
  }
  /// P(bin of the confidence at a tier | label).
  [[nodiscard]] double share(trace::Complexity complexity, std::size_t tier, std::size_t bin) const {
    return of(complexity, tier).bins[bin].share;
  }
  /// P(bin of the confidence at a tier above | label, bin at `tier`).
  [[nodiscard]] double share_above(trace::Complexity complexity, std::size_t tier, std::size_t bin,
                                   std::size_t above, std::size_t bin_above) const {
    return of(complexity, tier).bins[bin].share_above[above][bin_above];
  }

 private:
  struct Bin {
    double right = 0;
    double share = 0;
    std::vector<std::vector<double>> share_above;  ///< [tier][bin]; empty for tiers that are not above
  };
  struct OfTier {
    double right = 0;
    std::vector<double> edges;  ///< boundaries between bins, rising
    std::vector<Bin> bins;
  };

  [[nodiscard]] const OfTier& of(trace::Complexity complexity, std::size_t tier) const;
  void fill_pool(const trace::Split& samples, const std::vector<int>& exits,
                 const std::vector<std::size_t>& members, std::size_t pool);
  void fill_right(std::size_t pool, std::size_t tier, const std::vector<std::size_t>& bin_of_member,
                  const std::vector<bool>& is_right);
  void fill_above(std::size_t pool, std::size_t tier, const std::vector<std::vector<std::size_t>>& bins);

  /// The three pools, then all samples, which serve samples without a label.
  std::array<std::vector<OfTier>, 4> of_tier_;
};

/// Estimates at the deepest exits of the fleet's tiers, from the calibration split.
[[nodiscard]] Chances calibrated(const Knowledge& knowledge, const Fleet& fleet);

}  // namespace dimsim::policy
