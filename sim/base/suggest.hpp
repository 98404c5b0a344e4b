#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dimsim {

/// The candidate nearest to `word` (edit distance with transpositions), or "" if none is near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// The hint of a message: "did you mean 'bandwidth'?" or "known: a, b, c".
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

/// "a, b and c".
[[nodiscard]] std::string enumerate(const std::vector<std::string>& words);

}  // namespace dimsim
