#pragma once

#include "dimsim/trace/import/import_options.hpp"
#include "dimsim/trace/writer.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::trace {

/// An input file and the split that its samples belong to.
struct ImportInput {
  std::string file;
  std::optional<std::string> split;  ///< empty: as stated in the file, or ImportOptions::split
};

/// The imported splits, and notes on their origin for the attributes of the trace.
struct Imported {
  std::vector<NamedSplit> splits;
  std::vector<std::pair<std::string, std::string>> notes;
};

/// Reads traces of other programs (scenarios/traces/README.md, "Bring your own"): long CSV, JSON Lines or
/// plain HDF5 arrays, distinguished by their content. Contract: read() accepts the result. Throws InputError
/// with the errors of all files, each at its line or array element.
[[nodiscard]] Imported import_files(const std::vector<ImportInput>& inputs, const ImportOptions& options);

}  // namespace dimsim::trace
