#include "dimsim/language/emit.hpp"

#include <algorithm>

#include <yaml-cpp/yaml.h>

// Result files contain the resolved scenario of every point as YAML, and a study may have thousands of points
// that differ in a few values. SuccessiveTexts therefore caches the text of each part of the tree and emits
// again only the parts that changed; the result must equal emit() byte for byte
// (SuccessiveTexts.EqualEmit).

namespace dimsim::language {
namespace {

void write_node(YAML::Emitter& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      out << YAML::Null;
      return;
    case Node::Kind::Scalar:
      out << node.text;  // the emitter quotes a text that would not read back as the same string
      return;
    case Node::Kind::List:
      // Lists of numbers, layers or names are easier to read on one line; yaml-cpp would use a line per item.
      if (std::all_of(node.items.begin(), node.items.end(),
                      [](const Node& item) { return item.is_scalar(); })) {
        out << YAML::Flow;
      }
      out << YAML::BeginSeq;
      for (const Node& item : node.items) {
        write_node(out, item);
      }
      out << YAML::EndSeq;
      return;
    case Node::Kind::Map:
      if (node.entries.empty()) {  // YAML has no block form of an empty map
        out << YAML::Flow;
      }
      out << YAML::BeginMap;
      for (const Node::Entry& entry : node.entries) {
        out << YAML::Key << entry.key << YAML::Value;
        write_node(out, entry.value);
      }
      out << YAML::EndMap;
      return;
  }
}

/// Whether two trees have the same text; places and parsed values are not compared.
bool is_same_value(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), is_same_value) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const Node::Entry& one, const Node::Entry& other) {
                      return one.key == other.key && is_same_value(one.value, other.value);
                    });
}

/// Indents every line by two columns, as the emitter does below a key.
std::string indented(const std::string& text) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    result += "  ";
    result.append(text, begin, end - begin);
    begin = end;
  }
  return result;
}

}  // namespace

std::string one_line(const Node& node) {
  YAML::Emitter out;
  out.SetMapFormat(YAML::Flow);
  out.SetSeqFormat(YAML::Flow);
  write_node(out, node);
  return out.c_str();
}

std::string emit(const Node& node) {
  YAML::Emitter out;
  write_node(out, node);
  return std::string(out.c_str()) + "\n";
}

std::string SuccessiveTexts::of(const Node& tree) {
  std::string text;
  for (const Node::Entry& entry : tree.entries) {
    text += text_of(entry, parts_[entry.key]);
  }
  return text;
}

const std::string& SuccessiveTexts::text_of(const Node::Entry& entry, Part& part) {
  if (!part.text.empty() && is_same_value(part.value, entry.value)) {
    return part.text;
  }
  part.value = entry.value;
  if (entry.value.is_map() && !entry.value.entries.empty()) {
    // Emitted with an empty value, so that the emitter quotes the key if necessary; then the value is cut
    // off.
    Node title = Node::map();
    title.set(entry.key, Node::scalar("", entry.key_place));
    part.text = emit(title);
    part.text.resize(part.text.rfind(':') + 1);
    part.text += '\n';
    for (const Node::Entry& below : entry.value.entries) {
      part.text += indented(text_of(below, part.parts[below.key]));
    }
  } else {
    Node alone = Node::map();
    alone.set(entry.key, entry.value);
    part.text = emit(alone);
  }
  return part.text;
}

}  // namespace dimsim::language
