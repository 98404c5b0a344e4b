#pragma once

#include "trace/writer.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dimsim::trace {

/// What a file to import can hold, with the names that are looked for, in any case of letters.
struct Column {
  std::string name;                ///< what --column calls it
  std::vector<std::string> names;  ///< what files call it
};
[[nodiscard]] const std::vector<Column>& import_columns();

/// Classes that are taken for meant; more is a slip of the pen, and memory.
inline constexpr int kMostClasses = 10'000;

/// Whether a split can be called so: letters, digits, '_' and '-'.
[[nodiscard]] bool is_split_name(std::string_view name);

/// A file, and the split that its samples belong to.
struct ImportInput {
  std::string file;
  std::optional<std::string> split;  ///< nothing: as the file says, or ImportOptions::split
};

struct ImportOptions {
  std::string split = "test";                  ///< of samples whose file says nothing
  std::map<std::string, std::string> columns;  ///< Column::name -> name in the files; "" = do not use it
  std::optional<std::int32_t> tokens;          ///< of every sample whose file does not say
  std::optional<std::int32_t> text_bytes;      ///< the same [B]
  std::optional<int> classes;                  ///< of the model; nothing: as many as the files show
  int first_exit = 1;                          ///< number of the first exit in the files
  bool clip_confidence = false;                ///< raise what is below 1 / classes to that
};

/// Splits ready to be written, and what is to be known of them, as attributes of the file.
struct Imported {
  std::vector<NamedSplit> splits;
  std::vector<std::pair<std::string, std::string>> notes;
};

/// Reads traces of other programs (scenarios/traces/README.md, "Bring your own"): long CSV, JSON Lines or
/// plain HDF5 arrays, told apart by their content. Contract: what comes out passes read(). Throws InputError
/// with the faults of all files, each at its line or array element.
[[nodiscard]] Imported import_files(const std::vector<ImportInput>& inputs, const ImportOptions& options);

}  // namespace dimsim::trace
