#include "dimsim/base/text_file.hpp"

#include "dimsim/base/system_error.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

// Inputs are checked to be UTF-8 when they are read, so that nothing behind has to: messages, YAML and JSON
// parsers and gnuplot all fail in different ways on other bytes.

namespace dimsim {
namespace {

/// Length in bytes of the UTF-8 character at `text[at]`, or 0 if the bytes are not valid UTF-8 (RFC 3629,
/// section 4).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const unsigned head = byte(at);
  if (head < 0x80) {
    return 1;
  }
  const std::size_t length = head >= 0xF0 ? 4 : head >= 0xE0 ? 3 : 2;
  if (head < 0xC2 || head > 0xF4) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) {
      return 0;
    }
  }
  const unsigned second = byte(at + 1);
  const bool overlong = (head == 0xE0 && second < 0xA0) || (head == 0xF0 && second < 0x90);
  const bool surrogate = head == 0xED && second > 0x9F;
  const bool beyond = head == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : length;
}

bool is_forbidden(char c) {
  const auto code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\n' && c != '\r' && c != '\t') || code == 0x7F;
}

/// A copy of the source with '?' for every byte that a terminal might not print.
std::shared_ptr<const SourceText> source_for_display(const SourceText& source) {
  std::string text = source.text;
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return is_forbidden(c) || static_cast<unsigned char>(c) >= 0x80; }, '?');
  return std::make_shared<const SourceText>(SourceText{source.name, std::move(text)});
}

/// Throws InputError at the first byte that is not UTF-8 or not allowed in a text.
void require_text(const std::shared_ptr<const SourceText>& source) {
  const std::string& text = source->text;
  int line = 1;
  int column = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0 || is_forbidden(text[at])) {
      throw InputError({source_for_display(*source), line, column},
                       length == 0 ? "this is not UTF-8 text"
                                   : fmt::format("the control character 0x{:02x} is not allowed", text[at]),
                       "save the file as plain UTF-8 text");
    }
    if (text[at] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
    at += length;
  }
}

}  // namespace

std::shared_ptr<const SourceText> make_source(std::string name, std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) {  // the byte order mark that some editors on Windows write
    text.erase(0, 3);
  }
  auto source = std::make_shared<const SourceText>(SourceText{std::move(name), std::move(text)});
  require_text(source);
  return source;
}

std::shared_ptr<const SourceText> read_text_file(const std::string& name, std::string_view expected) {
  std::error_code error;
  if (std::filesystem::is_directory(name, error)) {
    throw InputError(file_place(name), fmt::format("is a folder; expected {}", expected));
  }
  errno = 0;  // std::ifstream does not report the reason, but leaves errno
  std::ifstream stream(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.is_open() || stream.bad()) {
    throw InputError(file_place(name), fmt::format("cannot be read: {}", errno_text()));
  }
  return make_source(name, std::move(text));
}

}  // namespace dimsim
