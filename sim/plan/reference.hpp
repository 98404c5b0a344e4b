#pragma once

#include <string>

namespace dimsim::plan {

/// The reference of the scenario language in Markdown, made from the same tree as reader and schema. It
/// stands in scenarios/README.md.
[[nodiscard]] std::string language_reference();

}  // namespace dimsim::plan
