#include "cartography/label_trace.hpp"

#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/hdf5_file.hpp"
#include "trace/writer.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace dimsim::cartography {
namespace {

using trace::Complexity;
using trace::kTraining;

constexpr const char* kGroup = "cartography";
constexpr const char* kLabel = "complexity";
constexpr std::array kMapDatasets{"confidence", "variability", "correctness"};

/// All that is computed, before anything is written.
struct Labels {
  Coordinates map;
  Thresholds limits;
  Centroids centroids;
  std::vector<std::pair<std::string, std::vector<Complexity>>> splits;  ///< the training split first
};

bool is_split(const hdf5::File& file, const std::string& group) { return file.has_dataset(group + "/gold"); }

/// Whether label_trace makes this dataset of a split itself.
bool is_made_here(const std::string& split, const std::string& dataset) {
  return dataset == kLabel ||
         (split == kTraining && std::count(kMapDatasets.begin(), kMapDatasets.end(), dataset) > 0);
}

[[noreturn]] void refuse(const std::filesystem::path& file, const Diagnostic& fault) {
  throw InputError(file_place(file.string()), fault.message, fault.hint);
}

trace::Split read_embedded(const std::filesystem::path& file, const std::string& name, int dimensions) {
  trace::Split split = trace::read(file, name).split;
  if (split.embedding.empty()) {
    refuse(file, {{}, fmt::format("has no dataset '{}/embedding', which labels are carried by", name), ""});
  }
  if (dimensions != 0 && split.embedding_size != dimensions) {
    refuse(file, {{},
                  fmt::format("'{}/embedding' has {} dimensions, but '{}/embedding' has {}", name,
                              split.embedding_size, kTraining, dimensions),
                  ""});
  }
  return split;
}

Labels compute(const hdf5::File& source, const Cuts& cuts) {
  const std::filesystem::path& file = source.name();
  Labels labels;
  labels.map = coordinates(trace::read_dynamics(file));
  labels.limits = thresholds(labels.map, cuts);
  const trace::Split training = read_embedded(file, kTraining, 0);
  labels.splits.emplace_back(kTraining, pools(labels.map, labels.limits));
  try {
    labels.centroids = centroids(training.embedding, training.embedding_size, labels.splits.front().second);
  } catch (const InputError& error) {
    refuse(file, error.diagnostics().front());
  }
  for (const std::string& name : source.names("/")) {
    if (name != kTraining && is_split(source, name)) {
      const trace::Split split = read_embedded(file, name, training.embedding_size);
      labels.splits.emplace_back(name, nearest(split.embedding, labels.centroids));
    }
  }
  return labels;
}

void copy_without_labels(const hdf5::File& source, hdf5::File& target) {
  target.copy_attributes(source, "/");
  for (const std::string& name : source.names("/")) {
    if (name == kGroup) {
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

void write_rule(hdf5::File& file, const Labels& labels, const Cuts& cuts) {
  const Centroids& centres = labels.centroids;
  const std::string dataset = fmt::format("{}/centroids", kGroup);
  file.write(dataset, std::span<const double>(centres.data(), static_cast<std::size_t>(centres.size())),
             {static_cast<std::size_t>(centres.rows()), static_cast<std::size_t>(centres.cols())});
  file.set_text(dataset, "unit", "");
  file.set_text(dataset, "description", "mean training embedding of the easy, medium and hard pool");
  file.set_text(kGroup, "source", std::string(kSource));
  file.set_text(
      kGroup, "rule",
      "easy: confidence >= easy_confidence and variability <= easy_variability; the others: medium where "
      "confidence >= hard_confidence, else hard; samples of other splits: pool of the nearest centroid "
      "(Euclid) in the embedding, the lower pool among equals");
  const auto write_cut = [&](const std::string& name, const Cut& cut, double value) {
    file.set_text(kGroup, name, to_string(cut));
    file.set_number(kGroup, name + "_value", value);
  };
  write_cut("easy_confidence", cuts.easy_confidence, labels.limits.easy_confidence);
  write_cut("easy_variability", cuts.easy_variability, labels.limits.easy_variability);
  write_cut("hard_confidence", cuts.hard_confidence, labels.limits.hard_confidence);
}

Labelling summarise(const Labels& labels) {
  Labelling result{labels.limits, {}};
  for (const auto& [name, complexity] : labels.splits) {
    Labelling::Split& split = result.splits.emplace_back(Labelling::Split{name, {}});
    for (const Complexity label : complexity) {
      ++split.samples.at(static_cast<std::size_t>(label));
    }
  }
  return result;
}

}  // namespace

Labelling label_trace(const std::filesystem::path& input, const Cuts& cuts,
                      const std::filesystem::path& output) {
  const hdf5::File source = hdf5::File::open(input);
  const Labels labels = compute(source, cuts);
  AtomicFile whole(output);
  hdf5::File target = hdf5::File::create(whole.temporary(), output);
  copy_without_labels(source, target);
  trace::write_map(target, kTraining, stored(labels.map));
  for (const auto& [name, complexity] : labels.splits) {
    trace::write_complexity(target, name, complexity);
  }
  write_rule(target, labels, cuts);
  target.close();
  whole.commit();
  return summarise(labels);
}

}  // namespace dimsim::cartography
