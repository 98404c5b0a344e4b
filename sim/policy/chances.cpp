#include "dimsim/policy/chances.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/policy/climb.hpp"
#include "dimsim/statistics/isotonic.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace dimsim::policy {
namespace {

// Bins are a compromise (assumed): more or smaller ones would follow the noise of a few hundred samples.
constexpr double kPriorSamples = 5;
constexpr std::size_t kMaxBins = 8;
constexpr std::size_t kMinPerBin = 20;
constexpr std::size_t kAll = 3;  ///< row of all samples, after those of the pools

/// Relative frequency, shrunk towards a prior of kPriorSamples samples: the m-estimate of a probability
/// (Cestnik, ECAI 1990). Without a prior, a bin with three right samples would mean certainty.
double shrunk(double count, double samples, double prior) {
  return (count + kPriorSamples * prior) / (samples + kPriorSamples);
}

/// Lower edges of bins with equal numbers of samples, without the first.
std::vector<double> edges_of(std::vector<double> confidences) {
  std::sort(confidences.begin(), confidences.end());
  const std::size_t count = std::clamp<std::size_t>(confidences.size() / kMinPerBin, 1, kMaxBins);
  std::vector<double> edges;
  for (std::size_t bin = 1; bin < count; ++bin) {
    // With many equal confidences several edges would coincide and leave empty bins.
    const double edge = confidences[bin * confidences.size() / count];
    if (edge > (edges.empty() ? confidences.front() : edges.back())) {
      edges.push_back(edge);
    }
  }
  return edges;
}

std::size_t find_bin(const std::vector<double>& edges, double confidence) {
  return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), confidence) - edges.begin());
}

}  // namespace

Chances::Chances(const trace::Split& samples, const std::vector<int>& exits) {
  if (samples.complexity.empty() || samples.samples == 0) {
    throw InputError("workload.calibration: the split has no complexity labels",
                     "add labels with `dimsim cartography`");
  }
  // All samples first: their estimates are the priors of the pools.
  std::vector<std::size_t> everyone(samples.samples);
  std::iota(everyone.begin(), everyone.end(), 0);
  fill_pool(samples, exits, everyone, kAll);
  for (std::size_t pool = 0; pool < kAll; ++pool) {
    std::vector<std::size_t> members;
    std::copy_if(everyone.begin(), everyone.end(), std::back_inserter(members), [&](std::size_t sample) {
      return static_cast<std::size_t>(samples.complexity[sample]) == pool;
    });
    fill_pool(samples, exits, members, pool);
  }
}

void Chances::fill_pool(const trace::Split& samples, const std::vector<int>& exits,
                        const std::vector<std::size_t>& members, std::size_t pool) {
  of_tier_.at(pool).resize(exits.size());
  std::vector<std::vector<std::size_t>> bins(exits.size());
  // From the last tier down, since fill_above() needs the bins of the tiers above.
  for (std::size_t tier = exits.size(); tier-- > 0;) {
    OfTier& here = of_tier_.at(pool)[tier];
    std::vector<double> confidences;
    std::vector<bool> is_right;
    for (const std::size_t sample : members) {
      confidences.push_back(samples.confidence(sample, exits[tier]));
      is_right.push_back(samples.prediction(sample, exits[tier]) == samples.gold[sample]);
    }
    here.edges = edges_of(confidences);
    here.bins.resize(here.edges.size() + 1);
    std::transform(confidences.begin(), confidences.end(), std::back_inserter(bins[tier]),
                   [&here](double confidence) { return find_bin(here.edges, confidence); });
    fill_right(pool, tier, bins[tier], is_right);
    fill_above(pool, tier, bins);
  }
}

void Chances::fill_right(std::size_t pool, std::size_t tier, const std::vector<std::size_t>& bin_of_member,
                         const std::vector<bool>& is_right) {
  OfTier& here = of_tier_.at(pool)[tier];
  std::vector<double> right(here.bins.size(), 0);
  std::vector<double> weight(here.bins.size(), kPriorSamples);
  for (std::size_t member = 0; member < is_right.size(); ++member) {
    right[bin_of_member[member]] += is_right[member] ? 1 : 0;
    weight[bin_of_member[member]] += 1;
  }
  const auto count = static_cast<double>(is_right.size());
  here.right = shrunk(std::accumulate(right.begin(), right.end(), 0.0), count,
                      pool == kAll ? 0.5 : of_tier_[kAll][tier].right);
  for (std::size_t bin = 0; bin < right.size(); ++bin) {
    right[bin] = shrunk(right[bin], weight[bin] - kPriorSamples, here.right);
  }
  // The prior counts in the weights of the regression too, because it is part of each estimate.
  right = statistics::isotonic(right, weight);  // more confidence never means less accuracy
  for (std::size_t bin = 0; bin < right.size(); ++bin) {
    here.bins[bin].right = right[bin];
    // A pool without samples has a single bin, which then has all the probability.
    here.bins[bin].share = count > 0 ? (weight[bin] - kPriorSamples) / count : 1;
  }
}

void Chances::fill_above(std::size_t pool, std::size_t tier,
                         const std::vector<std::vector<std::size_t>>& bins) {
  std::vector<OfTier>& of_tier = of_tier_.at(pool);
  std::vector<Bin>& here = of_tier[tier].bins;
  for (Bin& bin : here) {
    bin.share_above.resize(of_tier.size());
  }
  const auto members = static_cast<double>(bins[tier].size());
  for (std::size_t above = tier + 1; above < of_tier.size(); ++above) {
    for (std::size_t number = 0; number < here.size(); ++number) {
      std::vector<double> together(of_tier[above].bins.size(), 0);
      for (std::size_t member = 0; member < bins[tier].size(); ++member) {
        together[bins[above][member]] += bins[tier][member] == number ? 1 : 0;
      }
      for (std::size_t other = 0; other < together.size(); ++other) {
        together[other] =
            shrunk(together[other], here[number].share * members, of_tier[above].bins[other].share);
      }
      here[number].share_above[above] = std::move(together);
    }
  }
}

// Unknown labels use the row of all samples. That is the marginal probability over the pools.
const Chances::OfTier& Chances::of(trace::Complexity complexity, std::size_t tier) const {
  const auto pool = complexity == trace::Complexity::Unknown ? kAll : static_cast<std::size_t>(complexity);
  return of_tier_.at(pool)[tier];
}

std::size_t Chances::bin_of(trace::Complexity complexity, std::size_t tier, double confidence) const {
  return find_bin(of(complexity, tier).edges, confidence);
}

Chances calibrated(const Knowledge& knowledge, const Fleet& fleet) {
  if (knowledge.calibration == nullptr) {
    throw InvariantError("a policy that tunes itself was given no calibration split");
  }
  std::vector<int> exits;
  for (const Rung& rung : deepest_exits(fleet)) {
    exits.push_back(rung.layer);
  }
  return {*knowledge.calibration, exits};
}

}  // namespace dimsim::policy
