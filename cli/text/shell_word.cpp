#include "dimsim/cli/text/shell_word.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace dimsim::cli {

std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain = "-_./=:,+@%";
  const bool is_plain = !word.empty() && std::all_of(word.begin(), word.end(), [kPlain](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kPlain.find(c) != std::string_view::npos;
  });
  if (is_plain) {
    return word;
  }
  // Single quotes protect everything but themselves: a quote is closed, escaped outside, and opened again.
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return quoted + "'";
}

}  // namespace dimsim::cli
