#include "dimsim/analysis/result_columns.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

void check_columns(const hdf5::File& file, const std::string& table, std::span<const hdf5::Column> columns) {
  const std::vector<std::string> present = file.columns(table);
  std::vector<std::string> missing;
  for (const hdf5::Column& column : columns) {
    if (std::find(present.begin(), present.end(), column.name) == present.end()) {
      missing.push_back(column.name);
    }
  }
  if (!missing.empty()) {
    throw InputError(file_place(file.name().string()),
                     fmt::format("'{}' lacks the column{} {}", table, missing.size() == 1 ? "" : "s",
                                 fmt::join(missing, ", ")),
                     "has something else written or changed it?");
  }
}

}  // namespace dimsim::analysis
