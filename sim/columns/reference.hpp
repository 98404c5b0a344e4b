#pragma once

#include <string>

namespace dimsim::columns {

/// The tables of a result file with all their columns, as a page of the documentation in Markdown. A test
/// compares the page with this.
[[nodiscard]] std::string reference();

}  // namespace dimsim::columns
