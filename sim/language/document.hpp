#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/base/text_file.hpp"
#include "dimsim/language/node.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace dimsim::language {

/// Reads a text file; `name` is its name in messages. Throws InputError at `place` (where an input refers to
/// the file) if it cannot be read, and at the offending byte if it is not UTF-8 text.
[[nodiscard]] std::shared_ptr<const SourceText> read_source(const std::filesystem::path& file,
                                                            const std::string& name, const Place& place = {});

/// Parses a source that holds one YAML document, whose top level must be a map. Aliases are expanded.
/// Duplicate keys and other errors that leave a usable tree are added to `diagnostics`; throws InputError for
/// invalid YAML.
[[nodiscard]] Node parse_document(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics);

/// Parses the YAML value that begins at byte `offset` of a source (`--set path=value`). It may be of any
/// kind.
[[nodiscard]] Node parse_value(const std::shared_ptr<const SourceText>& source, std::size_t offset,
                               Diagnostics& diagnostics);

}  // namespace dimsim::language
