#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <string>
#include <string_view>

namespace dimsim::plan {

/// The prefix of a `--sweep PATH=VALUES` option in a list of settings; the others are those of `--set`.
inline constexpr std::string_view kSweepOption = "--sweep ";

[[nodiscard]] inline bool is_sweep_option(const std::string& setting) {
  return setting.starts_with(kSweepOption);
}

/// Appends the axis of an option "--sweep PATH=VALUES" to the axes of a tree that was read but not resolved.
/// Its name is the last part of the path, or the whole path if another axis has that name. Faults of the
/// option's syntax are added to `diagnostics`; path and values are checked later, with those of the file.
void add_axis(const std::string& option, language::Node& root, Diagnostics& diagnostics);

}  // namespace dimsim::plan
