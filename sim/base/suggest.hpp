#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dimsim {

/// The candidate that `word` was most likely meant to be (edit distance with transpositions), or "" when none
/// is near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean 'bandwidth'?" or "known: a, b, c", for the hint of a message.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

/// "a, b and c".
[[nodiscard]] std::string enumerate(const std::vector<std::string>& words);

}  // namespace dimsim
