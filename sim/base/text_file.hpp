#pragma once

#include "dimsim/base/error.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace dimsim {

/// A text as a source, without its byte order mark; throws InputError where it is not UTF-8 text.
[[nodiscard]] std::shared_ptr<const SourceText> make_source(std::string name, std::string text);

/// A file of UTF-8 text. `expected` says in messages what it should be: "a table (CSV)". Throws InputError:
/// missing, a folder, unreadable, or at the first byte that is no text.
[[nodiscard]] std::shared_ptr<const SourceText> read_text_file(const std::string& name,
                                                               std::string_view expected);

}  // namespace dimsim
