#pragma once

#include <string>

namespace dimsim::columns {

/// The tables of a result file with all their columns, as Markdown: docs/formats.md has it, and a test
/// compares.
[[nodiscard]] std::string reference();

}  // namespace dimsim::columns
