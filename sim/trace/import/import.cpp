// Import in two phases. First each file is read: splits with logits are complete then, but answers (a class
// and its confidence) wait in ImportState::answered. How far the other logits lie below that of the answer
// depends on the number of classes, which may become known in the last file only. Then the answers are
// converted and the splits compared with each other.
#include "dimsim/trace/import/import.hpp"

#include "dimsim/base/text_file.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/trace/import/import_samples.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <fmt/format.h>

namespace dimsim::trace {
namespace {

enum class Format { Csv, JsonLines, Hdf5 };

std::string_view to_string(Format format) {
  switch (format) {
    case Format::Csv:
      return "CSV";
    case Format::JsonLines:
      return "JSON Lines";
    case Format::Hdf5:
      return "HDF5";
  }
  throw InvariantError("format outside of its enumeration");
}

/// The first bytes of a file; none if it cannot be read, which its reader will report.
std::string beginning(const std::string& file) {
  std::array<char, 64> bytes{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), bytes.size());
  return {bytes.data(), static_cast<std::size_t>(stream.gcount())};
}

/// The format according to the content or, if that is ambiguous, the name. Throws InputError for archives.
Format format_of(const std::string& file) {
  if (hdf5::is_hdf5(file)) {
    return Format::Hdf5;
  }
  const std::string begin = beginning(file);
  if (begin.starts_with("\x1f\x8b")) {
    throw InputError(file_place(file), "is compressed (gzip)", "unpack it first: gzip -dk FILE");
  }
  if (begin.starts_with("PK\x03\x04") || begin.starts_with("\x93NUMPY")) {
    throw InputError(file_place(file), "is a NumPy or ZIP archive; expected CSV, JSON Lines or HDF5",
                     "write NumPy arrays with h5py: h5py.File('x.h5', 'w')['logits'] = logits");
  }
  // Skips a byte order mark, which Excel writes in front of UTF-8, and empty lines.
  const std::size_t first = begin.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  const char character = first == std::string::npos ? '\0' : begin[first];
  const std::string extension = std::filesystem::path(file).extension().string();
  const bool is_named_json = extension == ".jsonl" || extension == ".ndjson" || extension == ".json";
  return character == '{' || character == '[' || is_named_json ? Format::JsonLines : Format::Csv;
}

Format read(const ImportInput& input, ImportState& state) {
  const Format format = format_of(input.file);
  switch (format) {
    case Format::Csv:
      import_csv(read_text_file(input.file, "CSV, JSON Lines or HDF5"), input.split, state);
      break;
    case Format::JsonLines:
      import_json_lines(read_text_file(input.file, "JSON Lines"), input.split, state);
      break;
    case Format::Hdf5:
      import_hdf5(input.file, input.split, state);
      break;
  }
  return format;
}

/// Sanity limit on the number of logits of a split: 4 GB of floats.
constexpr double kMaxLogits = 1e9;

/// Converts answers to logits. Only now is the number of classes known, because a class may appear for the
/// first time in the last file.
void convert_answers(ImportState& state) {
  constexpr int kMinClasses = 2;  // also if all samples of a small file have the same class
  const int classes = state.classes > 0 ? state.classes : std::max(kMinClasses, state.classes_seen);
  for (const SampleSplit& samples : state.answered) {
    if (state.classes_seen > classes) {
      state.faults.add(
          samples.samples.front().place,
          fmt::format("the answers have {} classes, other logits have {}", state.classes_seen, classes));
      return;
    }
    // In double: the product of the three may exceed an integer type.
    if (static_cast<double>(samples.samples.size()) * samples.exits * classes > kMaxLogits) {
      state.faults.add(samples.samples.front().place,
                       fmt::format("{} samples of {} exits and {} classes take more than {:.0f} GB",
                                   samples.samples.size(), samples.exits, classes, kMaxLogits * 4 / 1e9),
                       "check that labels and predictions are class numbers");
      return;
    }
    state.splits.push_back({.name = samples.name, .split = to_split(samples, classes, state)});
  }
}

/// Checks that the splits have different names, and the same numbers of exits and classes.
void check_splits(const std::vector<NamedSplit>& splits, const std::vector<ImportInput>& inputs) {
  // A split does not keep its file. With several inputs the names of the splits in the message must suffice.
  const Place place = inputs.size() == 1 ? file_place(inputs.front().file) : Place{};
  const NamedSplit& first = splits.front();
  for (auto split = splits.begin(); split != splits.end(); ++split) {
    if (std::any_of(splits.begin(), split,
                    [&split](const NamedSplit& other) { return other.name == split->name; })) {
      throw InputError(place, fmt::format("two inputs are split '{}'", split->name),
                       "name them: test=one.csv dev=another.csv");
    }
    if (split->split.exits != first.split.exits || split->split.classes != first.split.classes) {
      throw InputError(place,
                       fmt::format("split '{}' has {} exits and {} classes, but '{}' has {} and {}",
                                   split->name, split->split.exits, split->split.classes, first.name,
                                   first.split.exits, first.split.classes),
                       "if one of them shows too few classes, give their number: --classes N");
    }
  }
}

std::vector<std::pair<std::string, std::string>> notes_of(const ImportState& state,
                                                          const std::string& origins) {
  // All that was assumed or made up is written into the trace, where it outlives the command line.
  std::vector<std::pair<std::string, std::string>> notes = {{"imported_from", origins}};
  const ImportOptions& options = state.options;
  if (state.tokens_are_assumed) {
    notes.emplace_back("tokens_note", fmt::format("assumed: {} for every sample of files that do not say "
                                                  "(--tokens)",
                                                  *options.tokens));
  }
  if (state.text_bytes_are_assumed) {
    notes.emplace_back("text_bytes_note", fmt::format("assumed: {} for every sample of files that do not "
                                                      "say (--text-bytes)",
                                                      *options.text_bytes));
  }
  if (state.has_probabilities) {
    notes.emplace_back("probabilities_note",
                       "logits are logarithms of the imported probabilities, 0 as 1e-30");
  }
  if (state.has_confidences) {
    std::string note =
        "logits are made from confidence and prediction: softmax gives the predicted class its confidence, "
        "and distributes the rest over the other classes in equal parts, which were not measured";
    if (state.clipped > 0) {
      note += fmt::format("; {} below 1/classes {} raised to it", state.clipped,
                          state.clipped == 1 ? "was" : "were");
    }
    notes.emplace_back("confidence_note", note);
  }
  return notes;
}

}  // namespace

Imported import_files(const std::vector<ImportInput>& inputs, const ImportOptions& options) {
  Diagnostics faults;
  ImportState state{.options = options,
                    .faults = faults,
                    .classes = options.classes.value_or(0),
                    .splits = {},
                    .answered = {},
                    .left_out = {},
                    .hints = {}};
  std::string origins;
  for (const ImportInput& input : inputs) {
    try {
      state.left_out.clear();
      const Format format = read(input, state);
      origins += fmt::format("{}{} ({}, fingerprint {}{})", origins.empty() ? "" : ", ",
                             std::filesystem::path(input.file).filename().string(), to_string(format),
                             fingerprint(input.file), state.left_out);
    } catch (const InputError& error) {
      faults.add(error);
    }
  }
  faults.throw_if_any();  // with a missing file, the number of classes could be too low
  convert_answers(state);
  faults.throw_if_any();
  check_splits(state.splits, inputs);
  return {.splits = std::move(state.splits), .notes = notes_of(state, origins)};
}

}  // namespace dimsim::trace
