#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <functional>
#include <memory>

namespace dimsim::language {

/// Merges `over` into `base`: maps key by key, everything else is replaced. An empty value (`key: ~`) removes
/// the key from the base.
[[nodiscard]] Node merge(const Node& base, const Node& over);

/// The document of a source merged with the files that it includes; values of the including file take
/// precedence. Included paths are relative to the file that names them. Throws InputError for invalid YAML
/// and for a file that cannot be included (missing, a loop); other errors are added to `diagnostics`.
/// `prepare` is called with the document of each file before it is merged.
[[nodiscard]] Node parse_with_includes(
    const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics,
    const std::function<void(Node& document)>& prepare = [](Node&) {});

}  // namespace dimsim::language
