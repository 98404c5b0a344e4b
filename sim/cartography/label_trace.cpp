#include "dimsim/cartography/label_trace.hpp"

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/trace/writer.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::cartography {
namespace {

using trace::kLabelGroup;
using trace::kTraining;

// Labelling has two phases, so that the program can show the result of the first without writing:
// label_trace() computes, write_labelled_trace() copies the trace with the result. The copy keeps all data
// that dimsim does not know; only what this file writes itself is left out, so that labelling twice replaces
// the first labels.

constexpr const char* kLabel = "complexity";
constexpr std::array kMapDatasets{"confidence", "variability", "correctness"};

bool is_split(const hdf5::File& file, const std::string& group) { return file.has_dataset(group + "/gold"); }

/// Whether write_labelled_trace() writes this dataset of a split.
bool is_made_here(const std::string& split, const std::string& dataset) {
  return dataset == kLabel ||
         (split == kTraining && std::count(kMapDatasets.begin(), kMapDatasets.end(), dataset) > 0);
}

// Computations report errors without a place, since they know no file; it is added here.
[[noreturn]] void refuse(const std::filesystem::path& file, const Diagnostic& fault) {
  throw InputError(file_place(file.string()), fault.message, fault.hint);
}

trace::Split read_embedded(const std::filesystem::path& file, const std::string& name, int dimensions) {
  // All splits must share the space of the training embedding, in which the centroids are.
  trace::Split split = trace::read(file, name).split;
  if (split.embedding.empty()) {
    refuse(
        file,
        {{}, fmt::format("has no dataset '{}/embedding', which is needed to label its samples", name), ""});
  }
  if (dimensions != 0 && split.embedding_size != dimensions) {
    refuse(file, {{},
                  fmt::format("'{}/embedding' has {} dimensions, but '{}/embedding' has {}", name,
                              split.embedding_size, kTraining, dimensions),
                  ""});
  }
  return split;
}

SampleMap training_map(const std::filesystem::path& file, const MapOptions& options) {
  const trace::Dynamics dynamics = trace::read_dynamics(file);
  SampleMap samples;
  try {
    samples.map = coordinates(dynamics, options);
  } catch (const InputError& error) {
    refuse(file, error.diagnostics().front());
  }
  samples.epochs = std::min(dynamics.epochs, options.burn_out.value_or(dynamics.epochs));
  samples.epochs_found = dynamics.epochs;
  return samples;
}

/// Reads the split whose reward determines the cuts. Test splits are refused: tuning on the reported samples
/// would bias the results.
trace::Split read_calibration(const std::filesystem::path& file, const RewardOptions& options,
                              int dimensions) {
  const std::string& name = options.calibration;
  if (name.starts_with("test")) {  // also test_matched, test2, …
    refuse(file,
           {{},
            fmt::format("cuts and thresholds may not be chosen on '{}': results reported on samples that "
                        "the parameters were tuned on are too good",
                        name),
            "name another split with --calibration"});
  }
  trace::Split split = read_embedded(file, name, dimensions);
  if (split.exits < options.exits.back()) {
    refuse(file,
           {{},
            split.exits == 0 ? fmt::format("'{}' has no exit logits, from which the reward is computed", name)
                             : fmt::format("'{}' has exits 1 to {}, and none at {}", name, split.exits,
                                           options.exits.back()),
            split.exits == 0 ? "name another split with --calibration" : "choose other exits with --exits"});
  }
  return split;
}

/// Chooses the cuts that maximise the reward, and evaluates the standard cuts for comparison.
void choose_cuts(const std::filesystem::path& file, const trace::Split& training, Labelling& labelling) {
  const RewardOptions& options = *labelling.options.reward;
  const Coordinates& map = labelling.training.map;
  const trace::Split calibration = read_calibration(file, options, training.embedding_size);
  const reward::Ladder costs = ladder(options);
  try {
    labelling.options.cuts = best_cuts(map, training, calibration, costs);
  } catch (const InputError& error) {
    refuse(file, error.diagnostics().front());
  }
  // best_cuts() returns only cuts that it could evaluate, so the value exists; of the standard cuts one may
  // be empty.
  Labelling::ByReward& result = labelling.by_reward.emplace();
  result.best = *evaluate_cuts(map, training, calibration, labelling.options.cuts, costs);
  for (const NamedCuts& named : standard_cuts()) {
    result.others.emplace_back(named.name, evaluate_cuts(map, training, calibration, named.cuts, costs));
  }
}

void copy_without_labels(const hdf5::File& source, hdf5::File& target) {
  // HDF5 copies the data sets itself, without decoding them.
  target.copy_attributes(source, "/");
  for (const std::string& name : source.names("/")) {
    if (name == kLabelGroup) {
      continue;
    }
    if (!is_split(source, name)) {
      target.copy(source, name);
      continue;
    }
    target.make_group(name);
    target.copy_attributes(source, name);
    for (const std::string& dataset : source.names(name)) {
      if (!is_made_here(name, dataset)) {
        target.copy(source, fmt::format("{}/{}", name, dataset));
      }
    }
  }
}

trace::DataMap stored(const Coordinates& map) {
  return {.confidence = {map.confidence.begin(), map.confidence.end()},
          .variability = {map.variability.begin(), map.variability.end()},
          .correctness = {map.correctness.begin(), map.correctness.end()}};
}

void write_separation(hdf5::File& file, const trace::PoolSeparation& separation) {
  file.set_number(kLabelGroup, trace::kOwnPoolShare, separation.own_pool_share);
  file.set_number(kLabelGroup, trace::kOwnPoolShareBalanced, separation.own_pool_share_balanced);
}

void write_options(hdf5::File& file, const LabelOptions& options) {
  // A trace with the default cuts has no name for them, so that labelling it again gives the same bytes as
  // before names existed.
  if (options.pools != kDefaultCuts) {
    file.set_text(kLabelGroup, "pools", options.pools);
  }
  if (options.map.include_ci) {
    file.set_text(kLabelGroup, "include_ci",
                  "variability = sqrt(v + v^2 / (epochs - 1)), v the population variance");
  }
  if (options.map.burn_out) {
    file.set_integer(kLabelGroup, "burn_out", *options.map.burn_out);
  }
}

void write_reward(hdf5::File& file, const RewardOptions& options, const reward::Choice& choice) {
  file.set_text(kLabelGroup, "calibration", options.calibration);
  file.set_text(kLabelGroup, "exits", fmt::format("{}", fmt::join(options.exits, ",")));
  file.set_text(kLabelGroup, "offload", fmt::format("{}", fmt::join(options.offload, ",")));
  file.set_number(kLabelGroup, "layer_cost", options.layer_cost);
  file.set_number(kLabelGroup, "mu", options.mu);
  file.set_text(kLabelGroup, "thresholds", fmt::format("{}", fmt::join(choice.thresholds, ",")));
  file.set_number(kLabelGroup, "reward", choice.reward);
}

void write_rule(hdf5::File& file, const Labelling& labelling) {
  const Centroids& centres = labelling.centroids;
  const Cuts& cuts = labelling.options.cuts;
  const std::string dataset = fmt::format("{}/centroids", kLabelGroup);
  file.write(dataset, std::span<const double>(centres.values),
             {kPools, static_cast<std::size_t>(centres.dimensions)});
  file.set_text(dataset, "unit", "");
  file.set_text(dataset, "description", "mean training embedding of the easy, medium and hard pool");
  file.set_text(kLabelGroup, "source", std::string(kSource));
  file.set_text(
      kLabelGroup, "rule",
      "easy: confidence >= easy_confidence and variability <= easy_variability; the others: medium where "
      "confidence >= hard_confidence, else hard; samples of other splits: pool of the nearest centroid "
      "(Euclid) in the embedding, the lower pool among equals");
  // Each cut as given and as a value: the first can be passed to the program again, the second needs no
  // samples.
  const auto write_cut = [&](const std::string& name, const Cut& cut, double value) {
    file.set_text(kLabelGroup, name, to_string(cut));
    file.set_number(kLabelGroup, name + "_value", value);
  };
  write_cut("easy_confidence", cuts.easy_confidence, labelling.limits.easy_confidence);
  write_cut("easy_variability", cuts.easy_variability, labelling.limits.easy_variability);
  write_cut("hard_confidence", cuts.hard_confidence, labelling.limits.hard_confidence);
  write_separation(file, *labelling.separation);
  write_options(file, labelling.options);
  if (labelling.by_reward) {
    write_reward(file, *labelling.options.reward, labelling.by_reward->best.choice);
  }
}

}  // namespace

Labelling label_trace(const std::filesystem::path& input, const LabelOptions& options) {
  const hdf5::File source = hdf5::File::open(input);
  Labelling labelling;
  labelling.options = options;
  // The order matters: the map decides the cuts, the cuts the pools, the pools the centroids, and these the
  // labels of the other splits.
  labelling.training = training_map(input, options.map);
  const trace::Split training = read_embedded(input, kTraining, 0);
  for (const std::int64_t guid : training.guid) {
    labelling.training.guids.add(std::to_string(guid));
  }
  if (options.reward) {
    choose_cuts(input, training, labelling);
  }
  labelling.limits = thresholds(labelling.training.map, labelling.options.cuts);
  labelling.splits.push_back({kTraining, pools(labelling.training.map, labelling.limits)});
  try {
    labelling.centroids =
        centroids(training.embedding, training.embedding_size, labelling.splits.front().labels);
  } catch (const InputError& error) {
    refuse(input, error.diagnostics().front());
  }
  labelling.separation =
      pool_separation(labelling.splits.front().labels, nearest(training.embedding, labelling.centroids));
  for (const std::string& name : source.names("/")) {
    if (name != kTraining && is_split(source, name)) {
      const trace::Split split = read_embedded(input, name, training.embedding_size);
      labelling.splits.push_back({name, nearest(split.embedding, labelling.centroids)});
    }
  }
  return labelling;
}

void write_labelled_trace(const std::filesystem::path& input, const Labelling& labelling,
                          const std::filesystem::path& output) {
  const hdf5::File source = hdf5::File::open(input);
  // `output` may be `input`: the source stays open until the finished copy replaces it.
  AtomicFile whole(output);
  hdf5::File target = hdf5::File::create(whole.temporary(), output);
  copy_without_labels(source, target);
  trace::write_map(target, kTraining, stored(labelling.training.map));
  for (const auto& [name, labels] : labelling.splits) {
    trace::write_complexity(target, name, labels);
  }
  write_rule(target, labelling);
  target.close();
  whole.commit();
}

}  // namespace dimsim::cartography
