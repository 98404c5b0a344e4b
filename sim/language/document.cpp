#include "dimsim/language/document.hpp"

#include "dimsim/base/system_error.hpp"
#include "dimsim/language/tree_builder.hpp"

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/yaml.h>

// yaml-cpp's event interface is used instead of YAML::Load(): TreeBuilder reports duplicate keys, limits
// depth and size while it parses, and makes the language's own nodes without an intermediate tree.

namespace dimsim::language {
namespace {

/// [B]. Far above the size of any scenario; limits the memory if the file is a pipe.
constexpr std::size_t kLargestFile = 10'000'000;

/// The likely cause of a syntax error. The message is matched because yaml-cpp throws ParserException for
/// every syntax error.
std::string yaml_hint(const std::string& message, std::string_view line) {
  const std::size_t indent = line.find_first_not_of(" \t");
  if (line.substr(0, indent).find('\t') != std::string_view::npos) {
    return "indent with spaces; YAML does not allow tabs there";
  }
  if (message.find("end of map not found") != std::string::npos ||
      message.find("end of sequence not found") != std::string::npos) {
    return "check the indentation here and above: all keys of a map start in the same column";
  }
  if (message.find("flow not found") != std::string::npos) {
    return "a '{' or '[' is not closed";
  }
  if (message.find("illegal EOF") != std::string::npos) {
    return "a quotation mark is not closed";
  }
  if (message.find("illegal map value") != std::string::npos) {
    return "check the indentation, or put a text that contains ': ' into quotation marks";
  }
  return "";
}

InputError as_input_error(const YAML::Exception& error, const TreeBuilder& builder) {
  return {builder.place(error.mark), fmt::format("invalid YAML: {}", error.msg),
          yaml_hint(error.msg, builder.line(error.mark))};
}

/// Parses `text`, whose lines and columns must be those of the source.
Node parse_yaml(const std::shared_ptr<const SourceText>& source, const std::string& text,
                Diagnostics& diagnostics) {
  TreeBuilder builder(source, diagnostics);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      return {};
    }
    Node root = builder.take();  // before the next document, which would replace it
    if (parser.HandleNextDocument(builder)) {
      diagnostics.add(builder.document_place(),
                      "a second YAML document begins here; a file must contain only one",
                      "remove the '---' line, or move the second document to another file");
    }
    return root;
  } catch (const YAML::Exception& error) {
    throw as_input_error(error, builder);
  }
}

}  // namespace

std::shared_ptr<const SourceText> read_source(const std::filesystem::path& file, const std::string& name,
                                              const Place& place) {
  // A directory can be opened on Linux; only reading it fails, with a message that does not name the cause.
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    throw InputError(place, fmt::format("'{}' is a directory; expected a YAML file", name));
  }
  errno = 0;  // std::ifstream reports no reason, but leaves that of the system call here
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 65536> block{};
  // In blocks instead of by the file's size: pipes have none, and /dev/zero never ends.
  while (stream && text.size() <= kLargestFile) {
    stream.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.is_open() || stream.bad()) {
    const std::string reason = errno == 0 ? "" : ": " + errno_text();
    throw InputError(place, fmt::format("cannot read '{}'{}", name, reason));
  }
  if (text.size() > kLargestFile) {
    throw InputError(place, fmt::format("'{}' is larger than {} MB; it cannot be a scenario", name,
                                        kLargestFile / 1'000'000));
  }
  return make_source(name, std::move(text));
}

Node parse_document(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics) {
  Node root = parse_yaml(source, source->text, diagnostics);
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
  // Blanks in place of the text before `offset`, so that places have the columns of the whole source.
  return parse_yaml(source, std::string(offset, ' ') + source->text.substr(offset), diagnostics);
}

}  // namespace dimsim::language
