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

std::string emit(const Node& node) {
  YAML::Emitter out;
  write(out, node);
  return std::string(out.c_str()) + "\n";
}

}  // namespace dimsim::scenario
