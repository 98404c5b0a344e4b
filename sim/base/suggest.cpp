#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace dimsim {
namespace {

constexpr std::size_t kLongestWord = 64;  ///< longer words are not misspelt names
constexpr std::size_t kLongestListing = 12;

/// Restricted Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions
/// and swaps of neighbours (Boytsov, ACM JEA 16, 2011, section 2.2).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

/// Lower case with '_' and ' ' replaced by '-': differences that never distinguish two names.
std::string simplified(std::string_view word) {
  std::string result;
  for (const char c : word) {
    result += c == '_' || c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return result;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > kLongestWord) {
    return "";
  }
  const std::string wanted = simplified(word);
  // Ties are broken by the distance of the exact spelling: for KB, kB is nearer than kb.
  using Distances = std::pair<std::size_t, std::size_t>;
  // At most a third of the letters may differ; suggestions beyond that are misleading.
  Distances best_distance{std::max<std::size_t>(1, wanted.size() / 3),
                          std::numeric_limits<std::size_t>::max()};
  std::string best;
  for (const std::string& candidate : candidates) {
    const Distances d{distance(wanted, simplified(candidate)), distance(word, candidate)};
    if (d < best_distance && d.first < candidate.size()) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string best = nearest(word, candidates);
  return best.empty() ? "" : fmt::format("did you mean '{}'?", best);
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  if (candidates.empty()) {
    return "";
  }
  if (std::string hint = did_you_mean(word, candidates); !hint.empty()) {
    return hint;
  }
  if (candidates.size() <= kLongestListing) {
    return "known: " + fmt::format("{}", fmt::join(candidates, ", "));
  }
  return fmt::format("known: {}, … ({} in all)",
                     fmt::join(candidates.begin(), candidates.begin() + kLongestListing, ", "),
                     candidates.size());
}

Diagnostic unknown_name(Place place, std::string_view path, std::string_view noun, std::string_view name,
                        const std::vector<std::string>& known) {
  return {std::move(place),
          fmt::format("{}{}unknown {} {}", path, path.empty() ? "" : ": ", noun, quote(name)),
          suggestion(name, known)};
}

std::string enumerate(const std::vector<std::string>& words) {
  if (words.empty()) {
    return "";
  }
  if (words.size() == 1) {
    return words.front();
  }
  return fmt::format("{} and {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

}  // namespace dimsim
