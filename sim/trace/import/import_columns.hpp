#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/trace/import/import_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::trace {

/// Finds the columns (keys, arrays) of a file, by the names that the user gave or by those that are usual.
class ColumnNames {
 public:
  explicit ColumnNames(const ImportOptions& options) : options_(options) {}

  /// The one of `available` that holds `column`, or nothing.
  [[nodiscard]] std::optional<std::string> find(const std::string& column,
                                                const std::vector<std::string>& available) const;

  /// Complains at `place` about names that the user gave and the file does not have.
  void check_given(const std::vector<std::string>& available, const Place& place, Diagnostics& faults) const;

  /// Complains at `place` about columns that the file does not have, but for those of check_given.
  void require(const std::vector<std::string>& columns, const std::vector<std::string>& available,
               const Place& place, Diagnostics& faults) const;

 private:
  const ImportOptions& options_;
};

/// What to do when a column is missing: names it, and what there is.
[[nodiscard]] std::string how_to_name(const std::string& column, const std::vector<std::string>& available);

}  // namespace dimsim::trace
