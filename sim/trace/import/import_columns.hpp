#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/trace/import/import_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::trace {

/// Finds the columns (keys, arrays) of a file by the names that the user gave, or by common names.
class ColumnNames {
 public:
  explicit ColumnNames(const ImportOptions& options) : options_(options) {}

  /// The element of `available` that holds `column`, or nothing.
  [[nodiscard]] std::optional<std::string> find(const std::string& column,
                                                const std::vector<std::string>& available) const;

  /// Reports at `place` the names that the user gave and the file does not have.
  void check_given(const std::vector<std::string>& available, const Place& place, Diagnostics& faults) const;

  /// Reports at `place` the columns that the file does not have, except those reported by check_given().
  void require(const std::vector<std::string>& columns, const std::vector<std::string>& available,
               const Place& place, Diagnostics& faults) const;

 private:
  const ImportOptions& options_;
};

/// The hint for a missing column: the option that names it, and the available names.
[[nodiscard]] std::string naming_hint(const std::string& column, const std::vector<std::string>& available);

}  // namespace dimsim::trace
