#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace dimsim {

/// Joins the lines of a text with single blanks, so that a long text can be a wrapped raw string literal in
/// the source: prose(R"(…)"). String fragments would be broken up by the formatter.
[[nodiscard]] inline std::string prose(std::string_view text) {
  constexpr std::string_view kBlanks = " \n";
  std::string joined;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (text.empty()) {
      return joined;
    }
    const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
    joined += joined.empty() ? "" : " ";
    joined += word;
    text.remove_prefix(word.size());
  }
}

}  // namespace dimsim
