#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/base/text_file.hpp"
#include "dimsim/language/node.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace dimsim::language {

/// Reads a text file; `name` is how messages call it. Throws InputError at `place` (where the file is asked
/// for) when it cannot be read, and at the offending byte when it is not UTF-8 text.
[[nodiscard]] std::shared_ptr<const SourceText> read_source(const std::filesystem::path& file,
                                                            const std::string& name, const Place& place = {});

/// The one YAML document of a source, whose top level must be a map. Duplicate keys and the like go to
/// `diagnostics`; throws InputError where the text is not YAML at all. Aliases are expanded.
[[nodiscard]] Node parse_document(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics);

/// The YAML value that stands in a source from byte `offset` on (of `--set path=value`); may be of any kind.
[[nodiscard]] Node parse_value(const std::shared_ptr<const SourceText>& source, std::size_t offset,
                               Diagnostics& diagnostics);

}  // namespace dimsim::language
