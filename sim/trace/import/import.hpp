#pragma once

#include "dimsim/trace/import/import_options.hpp"
#include "dimsim/trace/writer.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::trace {

/// A file, and the split that its samples belong to.
struct ImportInput {
  std::string file;
  std::optional<std::string> split;  ///< nothing: as the file says, or ImportOptions::split
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
