#include "scenario/document.hpp"

#include "scenario/tree_builder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/yaml.h>

namespace dimsim::scenario {
namespace {

constexpr std::size_t kLargestFile = 10'000'000;  ///< [B]

/// Length in bytes of the UTF-8 character at `text[at]`, or 0 when there is none (RFC 3629, section 4).
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

/// The source with '?' for every byte that a terminal might not show.
std::shared_ptr<const SourceText> source_for_display(const SourceText& source) {
  std::string text = source.text;
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return is_forbidden(c) || static_cast<unsigned char>(c) >= 0x80; }, '?');
  return std::make_shared<const SourceText>(SourceText{source.name, std::move(text)});
}

/// Throws where the text stops being text.
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

std::string advice(const std::string& message, std::string_view line) {
  const std::size_t indent = line.find_first_not_of(" \t");
  if (line.substr(0, indent).find('\t') != std::string_view::npos) {
    return "indent with spaces; YAML allows no tabs there";
  }
  if (message.find("end of map not found") != std::string::npos ||
      message.find("end of sequence not found") != std::string::npos) {
    return "check the indentation here and above: keys of one map stand in one column";
  }
  if (message.find("flow not found") != std::string::npos) {
    return "a '{' or '[' is not closed";
  }
  if (message.find("illegal EOF") != std::string::npos) {
    return "a quotation mark is not closed";
  }
  if (message.find("illegal map value") != std::string::npos) {
    return "check the indentation, or put a text that holds ': ' into quotation marks";
  }
  return "";
}

InputError as_input_error(const YAML::Exception& error, const TreeBuilder& builder) {
  return {builder.place(error.mark), fmt::format("this is not valid YAML: {}", error.msg),
          advice(error.msg, builder.line(error.mark))};
}

/// Reads the documents of `text`, which stands for the source's text column by column.
Node parse(const std::shared_ptr<const SourceText>& source, const std::string& text,
           Diagnostics& diagnostics) {
  TreeBuilder builder(source, diagnostics);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      return {};
    }
    Node root = builder.take();
    if (parser.HandleNextDocument(builder)) {
      diagnostics.add(builder.document_place(),
                      "a second YAML document begins here; one file holds one document",
                      "remove the '---' line, or move what follows to a file of its own");
    }
    return root;
  } catch (const YAML::Exception& error) {
    throw as_input_error(error, builder);
  }
}

}  // namespace

std::shared_ptr<const SourceText> make_source(std::string name, std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) {  // byte order mark
    text.erase(0, 3);
  }
  auto source = std::make_shared<const SourceText>(SourceText{std::move(name), std::move(text)});
  require_text(source);
  return source;
}

std::shared_ptr<const SourceText> read_source(const std::filesystem::path& file, const std::string& name,
                                              const Place& place) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    throw InputError(place, fmt::format("'{}' is a directory; expected a YAML file", name));
  }
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 65536> block{};
  while (stream && text.size() <= kLargestFile) {
    stream.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.is_open() || stream.bad()) {
    const std::string reason = errno == 0 ? "" : ": " + std::generic_category().message(errno);
    throw InputError(place, fmt::format("cannot read '{}'{}", name, reason));
  }
  if (text.size() > kLargestFile) {
    throw InputError(
        place, fmt::format("'{}' is larger than {} MB; this is no scenario", name, kLargestFile / 1'000'000));
  }
  return make_source(name, std::move(text));
}

Node parse_document(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics) {
  Node root = parse(source, source->text, diagnostics);
  if (root.kind == Node::Kind::Null) {
    throw InputError({source, 0, 0},
                     "the file is empty; expected keys and values such as 'name: my-scenario'");
  }
  if (!root.is_map()) {
    throw InputError(
        root.place,
        fmt::format("found {} at the top level; expected keys and values such as 'name: my-scenario'",
                    root.is_list() ? "a list" : quote(root.text)));
  }
  return root;
}

Node parse_value(const std::shared_ptr<const SourceText>& source, std::size_t offset,
                 Diagnostics& diagnostics) {
  // Blanks instead of what stands before keep the columns right.
  return parse(source, std::string(offset, ' ') + source->text.substr(offset), diagnostics);
}

}  // namespace dimsim::scenario
