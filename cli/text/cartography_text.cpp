#include "dimsim/cli/text/cartography_text.hpp"

#include "dimsim/base/number.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

// The output answers two questions before the labels are used: is this map plausible (quantiles, correctness,
// forgetting), and how much do the labels depend on the choice of cuts? The second matters because the paper
// names regions of the map but no thresholds, so any choice is ours and should be visible.

namespace dimsim::cli {
namespace {

using cartography::Cut;
using cartography::Cuts;
using cartography::InputKind;
using cartography::Labelling;
using cartography::PoolSizes;
using cartography::SampleMap;

constexpr std::size_t kMapGap = 3;
constexpr std::size_t kMapWidth = 80;

std::string map_grid(const Grid& grid) { return grid_text(grid, kMapGap); }

/// "27.6 %"; with two decimals below 1 %, and "< 0.01 %" for shares that would be shown as 0.
std::string share_text(std::size_t part, std::size_t whole) {
  constexpr double kLeastPercent = 0.01;
  const double percent = whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (part > 0 && percent < kLeastPercent) {
    return "< 0.01 %";
  }
  return part > 0 && percent < 1 ? fmt::format("{:.2f} %", percent) : fmt::format("{:.1f} %", percent);
}

std::size_t total_samples(const PoolSizes& samples) {
  return std::accumulate(samples.begin(), samples.end(), std::size_t{0});
}

std::vector<std::string> quantile_row(const std::string& name, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::vector<std::string> row{name};
  // The extremes are included, since a single value out of range reveals a faulty map.
  for (const double p : {0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0}) {
    row.push_back(fmt::format("{:.3f}", statistics::quantile(values, p)));
  }
  return row;
}

/// How many samples were classified correctly in 0, 1, 2, … epochs. Empty if the columns would not fit.
std::string correctness_rows(const SampleMap& samples) {
  constexpr int kMostColumns = 10;
  const auto& correct = samples.map.correctness;
  // Map coordinates do not state their number of epochs; the largest count is then a lower bound.
  const int most = std::max(samples.epochs, *std::max_element(correct.begin(), correct.end()));
  if (most > kMostColumns) {
    return "";
  }
  std::vector<std::size_t> counts(static_cast<std::size_t>(most) + 1);
  for (const int count : correct) {
    ++counts[static_cast<std::size_t>(count)];
  }
  Grid grid{{"right in epochs"}, {"samples"}};
  for (std::size_t count = 0; count < counts.size(); ++count) {
    grid[0].push_back(std::to_string(count));
    grid[1].push_back(thousands(counts[count]));
  }
  return '\n' + map_grid(grid);
}

// A sample that was never right cannot be forgotten. It has the marker kNeverLearnt instead of a count and is
// listed separately, as it would otherwise be the most forgotten of all.
std::string forgetfulness_line(const SampleMap& samples) {
  const auto& forgotten = samples.map.forgetfulness;
  const auto never_right = std::count(forgotten.begin(), forgotten.end(), cartography::kNeverLearnt);
  const auto kept = std::count(forgotten.begin(), forgotten.end(), 0);
  const auto others = static_cast<std::size_t>(std::ssize(forgotten) - never_right - kept);
  return fmt::format("\nOnce right, {} never forgotten and {} forgotten at least once; {} never right.\n",
                     thousands(static_cast<std::uint64_t>(kept)), thousands(others),
                     thousands(static_cast<std::uint64_t>(never_right)));
}

std::string origin_line(const SampleMap& samples, InputKind kind) {
  if (kind == InputKind::Map) {
    return fmt::format("{}; the map does not state the number of epochs{}.\n",
                       counted(samples.guids.size(), "sample"),
                       samples.map.forgetfulness.empty() ? " or how often samples were forgotten" : "");
  }
  std::string text = fmt::format(
      "{}, {}", counted(samples.guids.size(), kind == InputKind::Trace ? "training sample" : "sample"),
      counted(static_cast<std::uint64_t>(samples.epochs), "epoch"));
  if (samples.epochs < samples.epochs_found) {
    text += fmt::format(" (the first of {})", samples.epochs_found);
  }
  // Only --incomplete lets such samples pass; their coordinates rest on fewer epochs.
  if (samples.incomplete > 0) {
    text += fmt::format("; {} missing in some epochs", thousands(samples.incomplete));
  }
  return text + ".\n";
}

std::string quantile_suffix(const Cut& cut) {
  return cut.kind == Cut::Kind::Quantile ? fmt::format(" (q{:.3g})", cut.value) : "";
}

std::string threshold_text(double threshold, int exit) {
  // No confidence exceeds 1, so the search represents "never answer here" by a threshold above 1.
  return threshold > 1 ? fmt::format("none answered at exit {}", exit)
                       : fmt::format("{:.2f} at exit {}", threshold, exit);
}

/// A row of the table that compares cuts.
struct CutsRow {
  std::string name;
  PoolSizes samples{};
  std::string reward;
};

std::string reward_text(const std::optional<cartography::CutsEvaluation>& reward) {
  return reward ? fmt::format("{:.4f}", reward->choice.reward) : "-";
}

std::vector<CutsRow> cuts_rows(const Labelling& labelling) {
  const cartography::Coordinates& map = labelling.training.map;
  const PoolSizes in_use = cartography::sizes(labelling.splits.front().labels);
  std::vector<CutsRow> choices;
  bool is_listed = false;
  for (std::size_t i = 0; i < cartography::standard_cuts().size(); ++i) {
    const cartography::NamedCuts& named = cartography::standard_cuts()[i];
    const PoolSizes samples = cartography::sizes(pools(map, thresholds(map, named.cuts)));
    // Cuts that the reward chose are shown as such, even where they are some of these.
    const bool is_in_use = !labelling.by_reward && named.cuts == labelling.options.cuts;
    is_listed = is_listed || is_in_use;
    choices.push_back({named.name + std::string(is_in_use ? " *" : ""), samples,
                       labelling.by_reward ? reward_text(labelling.by_reward->others[i].second) : ""});
  }
  // Cuts of the user or of the reward get a row too: the table always includes the labels that are written.
  if (!is_listed) {
    const std::string name = labelling.by_reward ? "reward *" : "these cuts *";
    choices.push_back({name, in_use, labelling.by_reward ? reward_text(labelling.by_reward->best) : ""});
  }
  return choices;
}

}  // namespace

std::string describe_map(const SampleMap& samples, InputKind kind) {
  std::string text = origin_line(samples, kind) + '\n';
  text += map_grid({{"", "least", "q0.1", "q0.25", "median", "q0.75", "q0.9", "most"},
                    quantile_row("confidence", samples.map.confidence),
                    quantile_row("variability", samples.map.variability)});
  text += correctness_rows(samples);
  return samples.map.forgetfulness.empty() ? text : text + forgetfulness_line(samples);
}

// Quantiles are printed together with their values: the rule says how the cuts were chosen, and the values
// are what another data set can be compared with.
std::string describe_cuts(const Cuts& cuts, const cartography::Thresholds& limits) {
  const bool is_quantile = cuts.hard_confidence.kind == Cut::Kind::Quantile;
  std::string hard = quantile_suffix(cuts.hard_confidence);
  // Whether the quantile is taken of all samples or of those that are not easy changes who is hard.
  if (is_quantile) {
    hard.insert(hard.size() - 1, cuts.hard_of_all ? " of all" : " of the others");
  }
  return fmt::format(
      "easy:   confidence >= {:.4g}{} and variability <= {:.4g}{}\n"
      "medium: of the others, confidence >= {:.4g}{}\n"
      "hard:   the rest\n",
      limits.easy_confidence, quantile_suffix(cuts.easy_confidence), limits.easy_variability,
      quantile_suffix(cuts.easy_variability), limits.hard_confidence, hard);
}

std::string describe_pools(const std::vector<Labelling::Split>& splits) {
  Grid grid{{"split", "easy", "", "medium", "", "hard", ""}};
  for (const Labelling::Split& split : splits) {
    const PoolSizes samples = cartography::sizes(split.labels);
    std::vector<std::string>& row = grid.emplace_back(std::vector{split.name});
    for (const std::size_t count : samples) {
      row.push_back(thousands(count));
      row.push_back(share_text(count, total_samples(samples)));
    }
  }
  return map_grid(grid);
}

// The mean over the pools is shown too, since the share over all samples hides a small pool that fails.
std::string describe_separation(const trace::PoolSeparation& separation) {
  return fmt::format(
      "Nearest to the centroid of their own pool are {:.1f} % of the training samples, in the mean of the "
      "pools {:.1f} %.\n",
      100 * separation.own_pool_share, 100 * separation.own_pool_share_balanced);
}

std::string describe_reward(const Labelling& labelling) {
  const cartography::RewardOptions& options = *labelling.options.reward;
  const cartography::CutsEvaluation& best = labelling.by_reward->best;
  std::vector<std::string> thresholds;
  for (std::size_t tier = 0; tier < best.choice.thresholds.size(); ++tier) {
    thresholds.push_back(threshold_text(best.choice.thresholds[tier], options.exits[tier]));
  }
  std::vector<std::string> begun;
  for (std::size_t tier = 0; tier < best.first_tier.size(); ++tier) {
    begun.push_back(fmt::format("{} at exit {}",
                                share_text(best.first_tier[tier], total_samples(best.first_tier)),
                                options.exits[tier]));
  }
  return fmt::format(
      "Chosen for the largest mean of confidence - {:g} λ on {}: {:.4f}.\n"
      "begin:      {}\n"
      "thresholds: {}; below, a sample goes up\n",
      options.mu, counted(total_samples(best.first_tier), options.calibration + " sample"),
      best.choice.reward, fmt::join(begun, ", "), fmt::join(thresholds, ", "));
}

std::string describe_choices(const Labelling& labelling) {
  const std::vector<CutsRow> choices = cuts_rows(labelling);
  Grid grid{{"cuts (* these)", "easy", "medium", "hard"}};
  if (labelling.by_reward) {
    grid[0].emplace_back("reward");
  }
  for (const CutsRow& choice : choices) {
    std::vector<std::string>& row = grid.emplace_back(std::vector{choice.name});
    for (const std::size_t count : choice.samples) {
      row.push_back(share_text(count, total_samples(choice.samples)));
    }
    if (labelling.by_reward) {
      row.push_back(choice.reward);
    }
  }
  const auto [least, most] = std::minmax_element(
      choices.begin(), choices.end(),
      [](const CutsRow& a, const CutsRow& b) { return a.samples.back() < b.samples.back(); });
  const auto hard = [](const CutsRow& choice) {
    // The mark " *" belongs to the table, not to the sentence.
    const std::string name = choice.name.substr(0, choice.name.find(" *"));
    return fmt::format("{} ({})", share_text(choice.samples.back(), total_samples(choice.samples)), name);
  };
  const cartography::ThirdsOverlap overlap = overlap_of_thirds(labelling.training.map);
  // The thirds overlap and leave gaps. Both numbers are shown, since they measure how arbitrary that rule is.
  const std::string note = fmt::format(
      "The choice of cuts decides how many samples are hard: {} of them or {}. Of the hard third {} are in "
      "the ambiguous third as well and count as hard; {} of all samples are in no third and count as medium.",
      hard(*most), hard(*least), share_text(overlap.hard_and_ambiguous, overlap.hard),
      share_text(overlap.in_none, labelling.training.map.confidence.size()));
  return map_grid(grid) + '\n' + wrapped(note, kMapWidth, 0);
}

}  // namespace dimsim::cli
