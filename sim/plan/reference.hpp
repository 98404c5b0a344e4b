#pragma once

#include <string>

namespace dimsim::plan {

/// The reference of the scenario language in Markdown, made from the same tree of types as reader and schema.
/// It is part of scenarios/README.md.
[[nodiscard]] std::string language_reference();

}  // namespace dimsim::plan
