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

/// An exit's answer of which only the best class is known.
struct Answer {
  double confidence = 0;
  std::int32_t prediction = 0;
  Place place;  ///< of the confidence
};

/// A sample as a text file gives it.
struct Sample {
  Place place;
  std::int64_t guid = 0;
  std::int32_t gold = 0;
  std::int32_t tokens = 0;
  std::int32_t text_bytes = 0;
  std::optional<Complexity> complexity;
  std::vector<float> embedding;
  std::vector<float> logits;    ///< [L][C]; empty where there are answers
  std::vector<Answer> answers;  ///< [L]
};

/// The samples of a split, all with the same exits.
struct SampleSplit {
  std::string name;
  int exits = 0;
  std::vector<Sample> samples;
};

/// What was read of all files, before the number of classes is known.
struct ImportState {
  const ImportOptions& options;
  Diagnostics& faults;
  int classes = 0;       ///< of all logits, or as the user said; 0 while unknown
  int classes_seen = 0;  ///< in answers: the largest class number, and 1
  std::vector<NamedSplit> splits;
  std::vector<SampleSplit> answered;  ///< splits whose samples have answers: they wait for the classes
  bool tokens_are_assumed = false;
  bool text_bytes_are_assumed = false;
  std::size_t clipped = 0;  ///< confidences that were raised
  bool has_probabilities = false;
  bool has_confidences = false;
  std::string left_out;         ///< of the last file: "; without …", for the notes
  std::set<std::string> hints;  ///< that were given

  /// A hint the first time, then nothing: many lines may have the same fault.
  [[nodiscard]] std::string once(const std::string& hint) { return hints.insert(hint).second ? hint : ""; }
};

/// Exits that are taken for meant.
inline constexpr std::int64_t kMostExits = 1'000;

// One file a format.
void import_csv(const std::shared_ptr<const SourceText>& source, const std::optional<std::string>& split,
                ImportState& state);
void import_json_lines(const std::shared_ptr<const SourceText>& source,
                       const std::optional<std::string>& split, ImportState& state);
void import_hdf5(const std::string& file, const std::optional<std::string>& split, ImportState& state);

/// A whole number of a text file: "7", or "7.0" as written by programs that keep numbers as floats.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);
/// "easy", "medium", "hard", 0, 1 or 2.
[[nodiscard]] std::optional<Complexity> complexity_named(std::string_view text);

/// The samples as a split; answers become logits of so many classes. Confidences too low for the classes go
/// to the faults.
[[nodiscard]] Split to_split(const SampleSplit& samples, int classes, ImportState& state);

}  // namespace dimsim::trace
