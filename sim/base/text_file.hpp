#pragma once

#include "dimsim/base/error.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace dimsim {

/// Makes a source from a text, without its byte order mark. Throws InputError at the first byte that is not
/// UTF-8 text.
[[nodiscard]] std::shared_ptr<const SourceText> make_source(std::string name, std::string text);

/// Reads a file of UTF-8 text. `expected` describes it in messages: "a table (CSV)". Throws InputError if the
/// file is missing, is a folder or cannot be read, and at the first byte that is not UTF-8 text.
[[nodiscard]] std::shared_ptr<const SourceText> read_text_file(const std::string& name,
                                                               std::string_view expected);

}  // namespace dimsim
