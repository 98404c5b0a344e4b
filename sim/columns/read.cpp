#include "dimsim/columns/read.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::columns {

bool has(const hdf5::File& file, const std::string& table, const std::string& name) {
  const std::vector<std::string> present = file.columns(table);
  return std::find(present.begin(), present.end(), name) != present.end();
}

void check_names(const hdf5::File& file, const std::string& table, std::span<const std::string> names) {
  // All missing columns in one message, so that a file of another program is recognised as such.
  const std::vector<std::string> present = file.columns(table);
  std::vector<std::string> missing;
  std::copy_if(names.begin(), names.end(), std::back_inserter(missing), [&present](const std::string& name) {
    return std::find(present.begin(), present.end(), name) == present.end();
  });
  if (!missing.empty()) {
    throw InputError(file_place(file.name().string()),
                     fmt::format("'{}' lacks the column{} {}", table, missing.size() == 1 ? "" : "s",
                                 fmt::join(missing, ", ")),
                     "it may have been written or changed by another program");
  }
}

}  // namespace dimsim::columns
