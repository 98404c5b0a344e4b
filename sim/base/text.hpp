#pragma once

#include <cstddef>
#include <string_view>

namespace dimsim {

/// Whether a byte continues a UTF-8 character, 10xxxxxx (RFC 3629, section 3). Columns of messages count the
/// other bytes, so that they count characters.
[[nodiscard]] constexpr bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The text without the blanks at its ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " ") {
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace dimsim
