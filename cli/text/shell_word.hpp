#pragma once

#include <string>

namespace dimsim::cli {

/// The word quoted for a POSIX shell, in single quotes only if necessary.
[[nodiscard]] std::string shell_word(const std::string& word);

}  // namespace dimsim::cli
