#include "scenario/emit.hpp"

#include <algorithm>

#include <yaml-cpp/yaml.h>

namespace dimsim::scenario {
namespace {

void write(YAML::Emitter& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      out << YAML::Null;
      return;
    case Node::Kind::Scalar:
      out << node.text;
      return;
    case Node::Kind::List:
      if (std::all_of(node.items.begin(), node.items.end(),
                      [](const Node& item) { return item.is_scalar(); })) {
        out << YAML::Flow;
      }
      out << YAML::BeginSeq;
      for (const Node& item : node.items) {
        write(out, item);
      }
      out << YAML::EndSeq;
      return;
    case Node::Kind::Map:
      if (node.entries.empty()) {
        out << YAML::Flow;
      }
      out << YAML::BeginMap;
      for (const Node::Entry& entry : node.entries) {
        out << YAML::Key << entry.key << YAML::Value;
        write(out, entry.value);
      }
      out << YAML::EndMap;
      return;
  }
}

}  // namespace

std::string one_line(const Node& node) {
  YAML::Emitter out;
  out.SetMapFormat(YAML::Flow);
  out.SetSeqFormat(YAML::Flow);
  write(out, node);
  return out.c_str();
}

namespace {

/// Whether both are written alike, wherever they stood.
bool is_same_value(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), is_same_value) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const Node::Entry& one, const Node::Entry& other) {
                      return one.key == other.key && is_same_value(one.value, other.value);
                    });
}

}  // namespace

std::string PointTexts::of(const Node& point) {
  std::string text;
  for (const Node::Entry& entry : point.entries) {
    const auto [known, is_new] = parts_.try_emplace(entry.key);
    Part& part = known->second;
    if (is_new || !is_same_value(part.value, entry.value)) {
      Node alone = Node::map();
      alone.set(entry.key, entry.value);
      part = {.value = entry.value, .text = emit(alone)};
    }
    text += part.text;
  }
  return text;
}

std::string emit(const Node& node) {
  YAML::Emitter out;
  write(out, node);
  return std::string(out.c_str()) + "\n";
}

}  // namespace dimsim::scenario
