#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <functional>
#include <memory>

namespace dimsim::language {

/// `over` on top of `base`: maps are merged key by key, everything else is replaced; an empty value (`key:
/// ~`) removes what the base says.
[[nodiscard]] Node merge(const Node& base, const Node& over);

/// The document of a source with everything that it includes merged below it. Included paths are relative to
/// the file that names them. Throws InputError where a text is not YAML, and when something cannot be
/// included (a missing file, a loop); what else is wrong goes to `diagnostics`.
/// `prepare` is called with each file's document before it is merged.
[[nodiscard]] Node parse_with_includes(
    const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics,
    const std::function<void(Node& document)>& prepare = [](Node&) {});

}  // namespace dimsim::language
