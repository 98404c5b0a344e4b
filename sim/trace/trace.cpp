// The reader of trace files. A trace is checked completely when it is read: code that uses a Split indexes
// classes by its gold labels and divides by its numbers of samples and classes without further checks.
#include "dimsim/trace/trace.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/hash.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/trace/dataset_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <memory>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::trace {
namespace {

constexpr std::string_view kDynamics = "dynamics_exit";

/// A value that does not fit into 32 bits has been reported before this call, and DatasetReader::finish()
/// then throws, so that no caller sees the truncated one.
std::vector<std::int32_t> narrow(const Array<std::int64_t>& array) {
  std::vector<std::int32_t> result(array.values.size());
  std::transform(array.values.begin(), array.values.end(), result.begin(),
                 [](std::int64_t value) { return static_cast<std::int32_t>(value); });
  return result;
}

/// Opens a trace. Throws InputError also for a version that is newer than this program.
hdf5::File open_trace(const std::filesystem::path& path) {
  hdf5::File file = hdf5::File::open(path);
  // Any program may write an attribute `version`; only with our `format` does it count our versions.
  const bool is_ours = file.text("/", "format") == kTraceFormat;
  if (const auto version = file.number("/", "version"); is_ours && version && *version > kTraceVersion) {
    throw InputError(
        file_place(path.string()),
        fmt::format("is a trace of version {}; this dimsim reads versions up to {}", *version, kTraceVersion),
        "use a newer dimsim");
  }
  return file;
}

/// Attributes with a field of their own in Description, so that they do not become notes as well. `version`
/// is not listed: it is a number, and notes are texts.
constexpr std::array kDescribed{"format", "task", "model", "description", "training", "synthetic"};

std::vector<std::pair<std::string, std::string>> notes_of(const hdf5::File& file) {
  std::vector<std::pair<std::string, std::string>> notes;
  for (const std::string& name : file.attributes("/")) {
    const auto value = file.text("/", name);
    if (value && std::find(kDescribed.begin(), kDescribed.end(), name) == kDescribed.end()) {
      notes.emplace_back(name, *value);
    }
  }
  return notes;
}

/// Empty if a share is missing or out of range. This is no error: the user can only repair such labels with
/// `dimsim cartography`, which must be able to read the trace.
std::optional<PoolSeparation> pool_separation_of(const hdf5::File& file) {
  if (!file.has_group(kLabelGroup)) {
    return std::nullopt;
  }
  const auto is_share = [](const std::optional<double>& value) {
    return value && *value >= 0 && *value <= 1;
  };
  const auto share = file.number(kLabelGroup, kOwnPoolShare);
  const auto balanced = file.number(kLabelGroup, kOwnPoolShareBalanced);
  return is_share(share) && is_share(balanced) ? std::optional(PoolSeparation{*share, *balanced})
                                               : std::nullopt;
}

Description describe(const hdf5::File& file) {
  return {.task = file.text("/", "task").value_or(""),
          .model = file.text("/", "model").value_or(""),
          .text = file.text("/", "description").value_or(""),
          .training = file.text("/", "training").value_or(""),
          .synthetic = file.number("/", "synthetic").value_or(0) != 0,
          .notes = notes_of(file),
          .pool_separation = pool_separation_of(file)};
}

/// "train/dynamics_exit12" for the last exit that has one; nothing when there is none.
std::optional<std::string> dynamics_dataset(const hdf5::File& file, const std::string& split) {
  // The largest number, not the last name: "dynamics_exit9" sorts after "dynamics_exit12".
  int last = -1;
  for (const std::string& name : file.names(split)) {
    if (name.starts_with(kDynamics)) {
      last = std::max(last, parse_number<int>(name.substr(kDynamics.size())).value_or(-1));
    }
  }
  return last < 0 ? std::nullopt : std::optional(fmt::format("{}/{}{}", split, kDynamics, last));
}

void check_gold(DatasetReader& reader, const Array<std::int64_t>& gold, std::size_t classes) {
  if (classes == 0) {  // the scores were refused, so that the number of classes is unknown
    reader.check_range(gold, 0, std::numeric_limits<std::int32_t>::max(), "a class, counted from 0");
    return;
  }
  reader.check_range(gold, 0, static_cast<std::int64_t>(classes) - 1,
                     fmt::format("a class from 0 to {}", classes - 1));
}

Array<std::int64_t> read_counts(DatasetReader& reader, const std::string& dataset) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
  Array<std::int64_t> counts = reader.integers(dataset, {"samples"});
  reader.check_range(counts, 1, kMax, fmt::format("a number from 1 to {}", kMax));
  return counts;
}

std::vector<Complexity> read_complexity(DatasetReader& reader, const std::string& dataset) {
  const Array<std::int64_t> labels = reader.integers(dataset, {"samples"});
  reader.check_range(labels, 0, 2, "0 (easy), 1 (medium) or 2 (hard)");
  std::vector<Complexity> result(labels.values.size());
  std::transform(labels.values.begin(), labels.values.end(), result.begin(),
                 [](std::int64_t value) { return static_cast<Complexity>(value); });
  return result;
}

/// Scores of each sample: of its exits, or of a training split's epochs.
void read_scores(DatasetReader& reader, const std::string& name, Split& split) {
  const std::string exit_logits = name + "/exit_logits";
  const auto dynamics = dynamics_dataset(reader.file(), name);
  if (dynamics && !reader.file().has_dataset(exit_logits)) {
    // The values are dropped, but reading them is the check that all of them are finite numbers.
    split.classes = static_cast<int>(reader.numbers(*dynamics, {"samples", "epochs", "classes"}).axis(2));
    return;
  }
  Array<float> logits = reader.numbers(exit_logits, {"samples", "exits", "classes"});
  split.exits = static_cast<int>(logits.axis(1));
  split.classes = static_cast<int>(logits.axis(2));
  split.logits = std::move(logits.values);
}

Split read_split(DatasetReader& reader, const std::string& name) {
  Split split;
  // `gold` is read first, because the first dataset determines the number of samples in messages about
  // others, and every split has it.
  const Array<std::int64_t> gold = reader.integers(name + "/gold", {"samples"});
  read_scores(reader, name, split);
  check_gold(reader, gold, static_cast<std::size_t>(split.classes));
  split.samples = gold.values.size();
  split.gold = narrow(gold);

  Array<std::int64_t> guid = reader.integers(name + "/guid", {"samples"});
  reader.check_unique(guid);
  split.guid = std::move(guid.values);
  split.tokens = narrow(read_counts(reader, name + "/tokens"));
  split.text_bytes = narrow(read_counts(reader, name + "/text_bytes"));

  if (reader.file().has_dataset(name + "/embedding")) {
    Array<float> embedding = reader.numbers(name + "/embedding", {"samples", "dimensions"});
    split.embedding_size = static_cast<int>(embedding.axis(1));
    split.embedding = std::move(embedding.values);
  }
  if (reader.file().has_dataset(name + "/complexity")) {
    split.complexity = read_complexity(reader, name + "/complexity");
  }
  return split;
}

std::vector<std::string> splits_of(const hdf5::File& file) {
  std::vector<std::string> names = file.names("/");
  std::erase_if(names, [&file](const std::string& name) { return !file.has_dataset(name + "/gold"); });
  return names;
}

constexpr const char* kNoSplit = "it has no split at all; a trace has groups such as 'test' that hold 'gold'";

void require_split(const hdf5::File& file, const std::string& split) {
  if (!split.empty() && file.has_group(split)) {
    return;
  }
  const std::vector<std::string> known = splits_of(file);
  throw InputError(file_place(file.name().string()), fmt::format("has no split '{}'", split),
                   known.empty() ? kNoSplit : fmt::format("it has: {}", fmt::join(known, ", ")));
}

}  // namespace

std::string_view to_string(Complexity complexity) {
  switch (complexity) {
    case Complexity::Unknown:
      return "unknown";
    case Complexity::Easy:
      return "easy";
    case Complexity::Medium:
      return "medium";
    case Complexity::Hard:
      return "hard";
  }
  throw InvariantError("complexity outside of its enumeration");
}

std::span<const float> Split::exit_logits(std::size_t sample, int exit) const {
  if (sample >= samples || exit < 1 || exit > exits) {
    throw InvariantError(fmt::format("sample {} of {}, exit {} of {}", sample, samples, exit, exits));
  }
  const auto width = static_cast<std::size_t>(classes);
  const std::size_t row = sample * static_cast<std::size_t>(exits) + static_cast<std::size_t>(exit - 1);
  return std::span(logits).subspan(row * width, width);
}

int Split::prediction(std::size_t sample, int exit) const {
  // max_element returns the first of equal scores, as numpy.argmax does: accuracies then agree with those
  // that training scripts print.
  const auto scores = exit_logits(sample, exit);
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

double Split::confidence(std::size_t sample, int exit) const {
  return probability(exit_logits(sample, exit), prediction(sample, exit));
}

double Split::entropy(std::size_t sample, int exit) const {
  const auto scores = exit_logits(sample, exit);
  double sum = 0;
  for (std::int32_t of_class = 0; of_class < classes; ++of_class) {
    const double p = probability(scores, of_class);
    sum -= p > 0 ? p * std::log(p) : 0;  // p log p tends to 0 with p
  }
  // Normalised by log C, so that one threshold means the same on tasks with different numbers of classes.
  return classes > 1 ? sum / std::log(classes) : 0;
}

double probability(std::span<const float> scores, std::int32_t of_class) {
  const double largest = *std::max_element(scores.begin(), scores.end());
  const double sum = std::accumulate(scores.begin(), scores.end(), 0.0, [largest](double total, float score) {
    return total + std::exp(double{score} - largest);
  });
  return std::exp(double{scores[static_cast<std::size_t>(of_class)]} - largest) / sum;
}

std::vector<std::string> split_names(const std::filesystem::path& file) {
  const hdf5::File source = open_trace(file);
  std::vector<std::string> names = splits_of(source);
  if (names.empty()) {
    throw InputError(file_place(file.string()), "is not a trace", kNoSplit);
  }
  return names;
}

bool has_dynamics(const std::filesystem::path& file) {
  const hdf5::File source = open_trace(file);
  return source.has_group(kTraining) && dynamics_dataset(source, kTraining).has_value();
}

Trace read(const std::filesystem::path& file, const std::string& split) {
  const hdf5::File source = open_trace(file);
  require_split(source, split);
  DatasetReader reader(source);
  Trace trace{.file = file, .description = describe(source), .split = read_split(reader, split)};
  reader.finish();
  return trace;
}

Dynamics read_dynamics(const std::filesystem::path& file) {
  const hdf5::File source = open_trace(file);
  const std::string training(kTraining);
  require_split(source, training);
  DatasetReader reader(source);
  const Array<std::int64_t> gold = reader.integers(training + "/gold", {"samples"});
  const auto dataset = dynamics_dataset(source, training);
  if (!dataset) {
    reader.report(fmt::format(
        "has no training dynamics; expected '{}/{}N', samples x epochs x classes, for the last exit N",
        training, kDynamics));
    reader.finish();  // throws
  }
  Array<float> logits = reader.numbers(*dataset, {"samples", "epochs", "classes"});
  check_gold(reader, gold, logits.axis(2));
  reader.finish();
  return {.samples = gold.values.size(),
          .epochs = static_cast<int>(logits.axis(1)),
          .classes = static_cast<int>(logits.axis(2)),
          .logits = std::move(logits.values),
          .gold = narrow(gold)};
}

std::string fingerprint(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  // FNV-1a (Fowler, Noll and Vo) takes one byte at a time and its state is its hash, so that hashing by
  // blocks gives the hash of the whole file. The last read() fails with a partial block, which gcount()
  // reports.
  std::array<char, 1U << 16U> buffer{};
  std::uint64_t hash = kFnvBasis;
  while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0) {
    hash = fnv1a({buffer.data(), static_cast<std::size_t>(stream.gcount())}, hash);
  }
  if (!stream.eof()) {
    throw InputError(file_place(file.string()), "cannot be read");
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace dimsim::trace
