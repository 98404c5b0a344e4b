#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/trace/import/import_options.hpp"
#include "dimsim/trace/writer.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::trace {

/// Answer of an exit for which only the predicted class and its confidence are known.
struct Answer {
  double confidence = 0;
  std::int32_t prediction = 0;
  Place place;  ///< of the confidence
};

/// A sample as read from a text file.
struct Sample {
  Place place;
  std::int64_t guid = 0;
  std::int32_t gold = 0;
  std::int32_t tokens = 0;
  std::int32_t text_bytes = 0;
  std::optional<Complexity> complexity;
  std::vector<float> embedding;
  std::vector<float> logits;    ///< [L][C]; empty if there are answers
  std::vector<Answer> answers;  ///< [L]
};

/// The samples of a split, all with the same number of exits.
struct SampleSplit {
  std::string name;
  int exits = 0;
  std::vector<Sample> samples;
};

/// Data read from all files before the number of classes is known.
struct ImportState {
  const ImportOptions& options;
  Diagnostics& faults;
  int classes = 0;       ///< of all logits, or as given by the user; 0 while unknown
  int classes_seen = 0;  ///< in answers: the largest class number plus 1
  std::vector<NamedSplit> splits;
  std::vector<SampleSplit> answered;  ///< to be converted when the number of classes is known
  bool tokens_are_assumed = false;
  bool text_bytes_are_assumed = false;
  std::size_t clipped = 0;  ///< number of confidences that were raised
  bool has_probabilities = false;
  bool has_confidences = false;
  std::string left_out;         ///< skipped groups of the last file, "; without …", for the notes
  std::set<std::string> hints;  ///< hints already given

  /// Returns a hint the first time and "" after that, since many lines may have the same error.
  [[nodiscard]] std::string once(const std::string& hint) { return hints.insert(hint).second ? hint : ""; }
};

/// Sanity limit on the number of exits.
inline constexpr std::int64_t kMaxExits = 1'000;

// One file per format.
void import_csv(const std::shared_ptr<const SourceText>& source, const std::optional<std::string>& split,
                ImportState& state);
void import_json_lines(const std::shared_ptr<const SourceText>& source,
                       const std::optional<std::string>& split, ImportState& state);
void import_hdf5(const std::string& file, const std::optional<std::string>& split, ImportState& state);

/// Parses an integer: "7", or "7.0" as written by programs that store integers as floats.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);
/// "easy", "medium", "hard", 0, 1 or 2.
[[nodiscard]] std::optional<Complexity> complexity_named(std::string_view text);

/// Converts samples to a split; answers become logits over `classes` classes. Confidences that are too low
/// for this number of classes are reported.
[[nodiscard]] Split to_split(const SampleSplit& samples, int classes, ImportState& state);

}  // namespace dimsim::trace
