#pragma once

#include "dimsim/policy/fleet.hpp"
#include "dimsim/trace/trace.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// What calibration samples say of the chance that a tier answers right, by the pool of the sample and the
/// confidence of an exit before.
///
/// A chance is (right + 5 p) / (n + 5): of n samples, with five more that are right as often as in the next
/// larger group, p; that is the pool for a bin of it, and all samples for a pool. Confidences of each pool
/// and tier are cut into up to 8 bins with the same number of samples, at least 20; the chances of higher
/// bins are made not to fall (isotonic regression, Barlow et al., 1972).
class Chances {
 public:
  /// `exits[tier]`: the layer whose exit answers there. Throws InputError without a place for samples
  /// without complexity labels.
  Chances(const trace::Split& samples, const std::vector<int>& exits);

  /// That a tier answers right, of a sample with this label.
  [[nodiscard]] double right(trace::Complexity complexity, std::size_t tier) const {
    return of(complexity, tier).right;
  }
  [[nodiscard]] std::size_t bins(trace::Complexity complexity, std::size_t tier) const {
    return of(complexity, tier).bins.size();
  }
  [[nodiscard]] std::size_t bin_of(trace::Complexity complexity, std::size_t tier, double confidence) const;
  /// That a tier answers right, of a sample whose confidence there is in a bin.
  [[nodiscard]] double right(trace::Complexity complexity, std::size_t tier, std::size_t bin) const {
    return of(complexity, tier).bins[bin].right;
  }
  /// That a sample is in a bin of a tier.
  [[nodiscard]] double share(trace::Complexity complexity, std::size_t tier, std::size_t bin) const {
    return of(complexity, tier).bins[bin].share;
  }
  /// The same of a tier above, of a sample that is in `bin` of `tier`.
  [[nodiscard]] double share_above(trace::Complexity complexity, std::size_t tier, std::size_t bin,
                                   std::size_t above, std::size_t bin_above) const {
    return of(complexity, tier).bins[bin].share_above[above][bin_above];
  }

 private:
  struct Bin {
    double right = 0;
    double share = 0;
    std::vector<std::vector<double>> share_above;  ///< [tier][its bins]; empty for tiers that are not above
  };
  struct OfTier {
    double right = 0;
    std::vector<double> edges;  ///< where a bin ends and the next begins, rising
    std::vector<Bin> bins;
  };

  [[nodiscard]] const OfTier& of(trace::Complexity complexity, std::size_t tier) const;
  void fill_pool(const trace::Split& samples, const std::vector<int>& exits,
                 const std::vector<std::size_t>& members, std::size_t pool);
  void fill_right(std::size_t pool, std::size_t tier, const std::vector<std::size_t>& bin_of_member,
                  const std::vector<bool>& is_right);
  void fill_above(std::size_t pool, std::size_t tier, const std::vector<std::vector<std::size_t>>& bins);

  /// The three pools, then all samples: what is known of one without a label.
  std::array<std::vector<OfTier>, 4> of_tier_;
};

/// Chances at the deepest exits of the fleet's tiers, from the calibration split.
[[nodiscard]] Chances calibrated(const Knowledge& knowledge, const Fleet& fleet);

}  // namespace dimsim::policy
