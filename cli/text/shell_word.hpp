#pragma once

#include <string>

namespace dimsim::cli {

/// The word as a shell takes it for one, in single quotes where it must.
[[nodiscard]] std::string shell_word(const std::string& word);

}  // namespace dimsim::cli
