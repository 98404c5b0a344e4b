#pragma once

#include "dimsim/base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dimsim {

/// The candidate nearest to `word` (edit distance with transpositions), or "" if none is near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// A hint with the nearest candidate, "did you mean 'bandwidth'?", or "" if none is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// A hint that is empty only without candidates: "did you mean 'bandwidth'?" or "known: a, b, c".
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

/// The error about a name that is not among the known ones: "PATH: unknown NOUN 'NAME'", with suggestion() as
/// its hint. An empty path is left out.
[[nodiscard]] Diagnostic unknown_name(Place place, std::string_view path, std::string_view noun,
                                      std::string_view name, const std::vector<std::string>& known);

/// "a, b and c".
[[nodiscard]] std::string enumerate(const std::vector<std::string>& words);

}  // namespace dimsim
