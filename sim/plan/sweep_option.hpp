#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <string>
#include <string_view>

namespace dimsim::plan {

/// How a `--sweep PATH=VALUES` option begins among settings; without it a setting is one of `--set`.
inline constexpr std::string_view kSweepOption = "--sweep ";

[[nodiscard]] inline bool is_sweep_option(const std::string& setting) {
  return setting.starts_with(kSweepOption);
}

/// Puts the axis of an option "--sweep PATH=VALUES" behind the axes of a tree that was read but not resolved.
/// It is called by the last part of its path, or by the whole path where another axis is called so. What is
/// wrong goes to `diagnostics`; path and values are checked with those of the file.
void add_axis(const std::string& option, language::Node& root, Diagnostics& diagnostics);

}  // namespace dimsim::plan
