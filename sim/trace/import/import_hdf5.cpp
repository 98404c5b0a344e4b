// Plain HDF5 arrays, as written with h5py: at the root, or in one group per split. The number of classes is
// an axis of logits and probabilities; without them it follows from the predictions and labels of the group.
// So each group becomes a split at once, unlike in text files, and check_splits() compares the splits
// afterwards.
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/trace/dataset_reader.hpp"
#include "dimsim/trace/import/import_columns.hpp"
#include "dimsim/trace/import/import_samples.hpp"
#include "dimsim/trace/import/import_scores.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::trace {
namespace {

/// Whether a group holds answers of exits, under any of the known names.
bool has_answers(const hdf5::File& file, const std::string& group, const ColumnNames& names) {
  const std::vector<std::string> available = file.names(group);
  return names.find("logits", available) || names.find("probabilities", available) ||
         (names.find("confidence", available) && names.find("prediction", available));
}

/// Reads the arrays of one group into a split.
class Hdf5Split {
 public:
  Hdf5Split(const hdf5::File& file, std::string group, ImportState& state)
      : reader_(file),
        group_(std::move(group)),
        available_(file.names(group_.empty() ? "/" : group_)),
        names_(state.options),
        state_(state) {}

  /// Throws InputError.
  Split read() {
    const Place place = file_place(reader_.file().name().string());
    // A misspelt --column ends the reading: the arrays that it names would only be reported as missing too.
    Diagnostics given;
    names_.check_given(available_, place, given);
    given.throw_if_any();
    const auto label = dataset("label");
    if (!label) {
      throw InputError(place, fmt::format("has no array for '{}'", in_group("label")),
                       naming_hint("label", available_));
    }
    const Array<std::int64_t> gold = reader_.integers(*label, {"samples"});
    Split split;
    split.samples = gold.values.size();
    read_scores(split);  // before the labels are checked, which needs the number of classes
    reader_.check_range(gold, 0, split.classes > 0 ? split.classes - 1 : kMaxClasses - 1,
                        split.classes > 0 ? fmt::format("a class from 0 to {}", split.classes - 1)
                                          : "a class, counted from 0");
    split.gold.assign(gold.values.begin(), gold.values.end());
    read_guid(split);
    split.tokens = counts("tokens", "tokens", state_.options.tokens, state_.tokens_are_assumed, split);
    split.text_bytes =
        counts("text_bytes", "text-bytes", state_.options.text_bytes, state_.text_bytes_are_assumed, split);
    read_embedding(split);
    read_complexity(split);
    reader_.finish();
    return split;
  }

 private:
  [[nodiscard]] std::string in_group(const std::string& name) const {
    return group_.empty() ? name : fmt::format("{}/{}", group_, name);
  }

  /// Path of the dataset that holds a column.
  [[nodiscard]] std::optional<std::string> dataset(const std::string& column) const {
    const auto found = names_.find(column, available_);
    return found ? std::optional(in_group(*found)) : std::nullopt;
  }

  void read_scores(Split& split) {
    const auto logits = dataset("logits");
    const auto probabilities = dataset("probabilities");
    if (!logits && !probabilities) {
      read_confidence(split);
      return;
    }
    Array<float> scores = reader_.numbers(logits ? *logits : *probabilities, {"samples", "exits", "classes"});
    split.exits = static_cast<int>(scores.axis(1));
    split.classes = static_cast<int>(scores.axis(2));
    if (split.classes > 0 && state_.options.classes.value_or(split.classes) != split.classes) {
      reader_.report(fmt::format("'{}' has {} classes, but --classes says {}", scores.dataset, split.classes,
                                 *state_.options.classes));
    }
    if (!logits) {
      state_.has_probabilities = true;  // noted in the trace: logits are only known up to a constant
      convert_probabilities(scores, split);
    }
    split.logits = std::move(scores.values);
  }

  void convert_probabilities(Array<float>& scores, const Split& split) {
    const auto exits = static_cast<std::size_t>(split.exits);
    const auto width = static_cast<std::size_t>(split.classes);
    // The first wrong row and their number: an array of the wrong kind has an error in each row.
    std::size_t wrong = 0;
    std::string first;
    for (std::size_t begin = 0; begin < scores.values.size(); begin += width) {
      const std::size_t row = begin / width;
      const auto fault = probabilities_to_logits(std::span(scores.values).subspan(begin, width));
      if (fault && wrong++ == 0) {
        first = fmt::format("'{}'[{}][{}]: {}", scores.dataset, row / exits, row % exits, *fault);
      }
    }
    if (wrong > 0) {
      reader_.report(fmt::format("{} ({} of {} are wrong)", first, wrong, scores.values.size() / width));
    }
  }

  void read_confidence(Split& split) {
    const Array<float> confidence = reader_.numbers(dataset("confidence").value(), {"samples", "exits"});
    const Array<std::int64_t> prediction =
        reader_.integers(dataset("prediction").value(), {"samples", "exits"});
    const int last = state_.options.classes.value_or(static_cast<int>(kMaxClasses)) - 1;
    reader_.check_range(prediction, 0, last, fmt::format("a class from 0 to {}", last));
    if (confidence.shape != prediction.shape) {
      // An empty shape is that of an array that was refused.
      if (!confidence.shape.empty() && !prediction.shape.empty()) {
        reader_.report(fmt::format("'{}' is {}, but '{}' is {}", confidence.dataset,
                                   hdf5::to_string(confidence.shape), prediction.dataset,
                                   hdf5::to_string(prediction.shape)));
      }
      return;
    }
    reader_.finish();  // the number of classes is derived from the predictions, which must be valid
    split.exits = static_cast<int>(confidence.axis(1));
    split.classes = classes_of(prediction);
    state_.has_confidences = true;
    convert_confidence(confidence, prediction, split);
  }

  int classes_of(const Array<std::int64_t>& prediction) {
    const auto largest = [](const std::vector<std::int64_t>& values) {
      return *std::max_element(values.begin(), values.end());
    };
    // A rare class may occur among the labels only, since no exit predicts it.
    const Array<std::int64_t> gold = reader_.integers(dataset("label").value(), {"samples"});
    const std::int64_t seen = std::max(largest(prediction.values), largest(gold.values)) + 1;
    return state_.options.classes.value_or(static_cast<int>(std::clamp<std::int64_t>(seen, 2, kMaxClasses)));
  }

  void convert_confidence(const Array<float>& confidence, const Array<std::int64_t>& prediction,
                          Split& split) {
    const auto width = static_cast<std::size_t>(split.classes);
    const double least = least_confidence(split.classes);
    split.logits.resize(confidence.values.size() * width);
    std::size_t wrong = 0;
    std::string first;
    for (std::size_t i = 0; i < confidence.values.size(); ++i) {
      const double value = confidence.values[i];
      const bool is_low = value >= 0 && value < least;
      state_.clipped += is_low ? 1 : 0;
      if (!(value >= 0 && value <= 1) || (is_low && !state_.options.clip_confidence)) {
        if (wrong++ == 0) {
          const auto exits = static_cast<std::size_t>(split.exits);
          first = fmt::format("'{}'[{}][{}] is {}; the most probable of {} classes has {:.4g} to 1",
                              confidence.dataset, i / exits, i % exits, value, split.classes,
                              1.0 / split.classes);
        }
        continue;  // leaves logits of 0, which nobody sees: the import fails
      }
      confidence_to_logits(value, static_cast<std::int32_t>(prediction.values[i]),
                           std::span(split.logits).subspan(i * width, width));
    }
    if (wrong > 0) {
      reader_.report(fmt::format("{} ({} of {} are wrong)", first, wrong, confidence.values.size()),
                     "--classes N for a model with more classes; --clip-confidence raises what is below");
    }
  }

  void read_guid(Split& split) {
    if (const auto name = dataset("sample")) {
      Array<std::int64_t> guid = reader_.integers(*name, {"samples"});
      reader_.check_unique(guid);
      split.guid = std::move(guid.values);
      return;
    }
    split.guid.resize(split.samples);
    std::iota(split.guid.begin(), split.guid.end(), 0);  // arrays without names: the row is the name
  }

  std::vector<std::int32_t> counts(const std::string& column, const std::string& option,
                                   const std::optional<std::int32_t>& constant, bool& is_assumed,
                                   const Split& split) {
    constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
    if (const auto name = dataset(column)) {
      const Array<std::int64_t> values = reader_.integers(*name, {"samples"});
      reader_.check_range(values, 1, kMax, fmt::format("a number from 1 to {}", kMax));
      return {values.values.begin(), values.values.end()};
    }
    is_assumed = true;
    if (!constant) {
      reader_.report(fmt::format("has no array '{}', which a trace needs", in_group(column)),
                     fmt::format("--{0} N assumes N for every sample, --column {1}=NAME names the array",
                                 option, column));
    }
    return std::vector<std::int32_t>(split.samples, constant.value_or(1));
  }

  void read_embedding(Split& split) {
    if (const auto name = dataset("embedding")) {
      Array<float> embedding = reader_.numbers(*name, {"samples", "dimensions"});
      split.embedding_size = static_cast<int>(embedding.axis(1));
      split.embedding = std::move(embedding.values);
    }
  }

  void read_complexity(Split& split) {
    if (const auto name = dataset("complexity")) {
      const Array<std::int64_t> labels = reader_.integers(*name, {"samples"});
      reader_.check_range(labels, 0, 2, "0 (easy), 1 (medium) or 2 (hard)");
      for (const std::int64_t label : labels.values) {
        split.complexity.push_back(static_cast<Complexity>(label));
      }
    }
  }

  DatasetReader reader_;
  std::string group_;
  std::vector<std::string> available_;
  ColumnNames names_;
  ImportState& state_;
};

/// The groups that hold a split; "" stands for the root.
std::vector<std::string> groups_of(const hdf5::File& file, const ColumnNames& names) {
  // Arrays at the root are the answers, whatever lies in groups beside them.
  if (has_answers(file, "/", names)) {
    return {""};
  }
  std::vector<std::string> groups = file.names("/");
  std::erase_if(groups, [&](const std::string& name) {
    return !file.has_group(name) || !has_answers(file, name, names);
  });
  return groups;
}

/// "; without train": the groups that hold no answers and so were skipped.
std::string left_out(const hdf5::File& file, const std::vector<std::string>& groups) {
  std::vector<std::string> others = file.names("/");
  std::erase_if(others, [&](const std::string& name) {
    return !file.has_group(name) || std::find(groups.begin(), groups.end(), name) != groups.end();
  });
  return others.empty() ? "" : fmt::format("; without {}", fmt::join(others, ", "));
}

}  // namespace

void import_hdf5(const std::string& file, const std::optional<std::string>& split, ImportState& state) {
  const hdf5::File source = hdf5::File::open(file);
  const std::vector<std::string> groups = groups_of(source, ColumnNames(state.options));
  if (groups.empty()) {
    throw InputError(file_place(file),
                     "has no answers of exits: neither 'logits' nor 'probabilities' (samples x exits x "
                     "classes), nor 'confidence' and 'prediction' (samples x exits)",
                     fmt::format("arrays may be at the root or in a group for each split; --column "
                                 "logits=NAME names one; found: {}",
                                 fmt::join(source.names("/"), ", ")));
  }
  if (split && !groups.front().empty()) {
    throw InputError(
        file_place(file),
        fmt::format("has a group for each split ({}), but is given as '{}'", fmt::join(groups, ", "), *split),
        "omit the name");
  }
  // Skipped groups are no error, since files of training runs hold other data too, but the trace records
  // them.
  state.left_out = left_out(source, groups);
  for (const std::string& group : groups) {
    try {
      const std::string name = group.empty() ? split.value_or(state.options.split) : group;
      state.splits.push_back({.name = name, .split = Hdf5Split(source, group, state).read()});
    } catch (const InputError& error) {
      state.faults.add(error);
    }
  }
}

}  // namespace dimsim::trace
