#include "dimsim/language/tree_builder.hpp"

#include "dimsim/base/text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace dimsim::language {
namespace {

constexpr std::size_t kDeepestNesting = 64;
constexpr std::size_t kMostNodes = 200'000;
constexpr std::size_t kLongestKey = 200;

std::size_t node_count(const Node& node) {
  std::size_t size = 1;
  for (const Node& item : node.items) {
    size += node_count(item);
  }
  for (const Node::Entry& entry : node.entries) {
    size += node_count(entry.value);
  }
  return size;
}

}  // namespace

TreeBuilder::TreeBuilder(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics)
    : source_(std::move(source)), diagnostics_(diagnostics), line_starts_{0} {
  for (std::size_t i = 0; i < source_->text.size(); ++i) {
    if (source_->text[i] == '\n') {
      line_starts_.push_back(i + 1);
    }
  }
}

Node TreeBuilder::take() { return std::exchange(root_, Node{}); }

std::string_view TreeBuilder::line(const YAML::Mark& mark) const {
  if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= line_starts_.size()) {
    return {};
  }
  const std::string_view rest =
      std::string_view(source_->text).substr(line_starts_[static_cast<std::size_t>(mark.line)]);
  return rest.substr(0, rest.find('\n'));
}

Place TreeBuilder::place(const YAML::Mark& mark) const {
  if (mark.line < 0) {
    return {source_, 0, 0};
  }
  const std::string_view before = line(mark).substr(0, static_cast<std::size_t>(std::max(0, mark.column)));
  const auto continuing = std::count_if(before.begin(), before.end(), continues_character);
  return {source_, mark.line + 1, mark.column + 1 - static_cast<int>(continuing)};
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  document_place_ = place(mark);
  anchors_.clear();
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Node node;
  node.place = place(mark);
  add(std::move(node), anchor);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto known = anchors_.find(anchor);
  if (known == anchors_.end()) {
    throw InputError(place(mark), "this alias stands inside of what it stands for");
  }
  count(known->second, node_count(known->second));
  add(known->second, 0);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  refuse_tag(place(mark), tag);
  require_closed_quotes(mark);
  add(Node::scalar(value, place(mark)), anchor);
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value /*style*/) {
  begin(Node::list(place(mark)), tag, anchor);
}

void TreeBuilder::OnSequenceEnd() { end(); }

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value /*style*/) {
  begin(Node::map(place(mark)), tag, anchor);
}

void TreeBuilder::OnMapEnd() { end(); }

void TreeBuilder::begin(Node node, const std::string& tag, YAML::anchor_t anchor) {
  refuse_tag(node.place, tag);
  if (open_.size() >= kDeepestNesting) {
    throw InputError(node.place, fmt::format("maps and lists are nested more than {} deep", kDeepestNesting));
  }
  open_.push_back({std::move(node), anchor, false, "", {}});
}

void TreeBuilder::end() {
  Open finished = std::move(open_.back());
  open_.pop_back();
  add(std::move(finished.node), finished.anchor);
}

void TreeBuilder::add(Node node, YAML::anchor_t anchor) {
  count(node, 1);
  if (anchor != 0) {
    anchors_[anchor] = node;
  }
  if (open_.empty()) {
    root_ = std::move(node);
  } else if (open_.back().node.is_list()) {
    open_.back().node.items.push_back(std::move(node));
  } else {
    add_to_map(open_.back(), std::move(node));
  }
}

void TreeBuilder::add_to_map(Open& map, Node node) {
  if (!map.has_key) {
    read_key(map, node);
    return;
  }
  map.has_key = false;
  if (node.kind == Node::Kind::Null) {
    node.place = map.key_place;  // yaml-cpp puts it at whatever comes next
  }
  const auto first = std::find_if(map.node.entries.begin(), map.node.entries.end(),
                                  [&](const Node::Entry& entry) { return entry.key == map.key; });
  if (first == map.node.entries.end()) {
    map.node.entries.push_back({map.key, std::move(node), map.key_place});
    return;
  }
  diagnostics_.add(Diagnostic{map.key_place,
                              fmt::format("the key {} stands here a second time", quote(map.key)),
                              "remove one of the two",
                              {{first->key_place, "first given here"}}});
}

void TreeBuilder::read_key(Open& map, const Node& node) {
  if (!node.is_scalar()) {
    throw InputError(node.place, "a key must be a text", "write 'key: value'");
  }
  if (node.text.size() > kLongestKey) {
    throw InputError(node.place,
                     fmt::format("the key {} is longer than {} bytes", quote(node.text), kLongestKey));
  }
  if (node.text == "<<") {
    throw InputError(node.place, "YAML's merge key '<<' is not part of the language",
                     "use 'base' for a catalogue entry or 'include' for a file");
  }
  map.has_key = true;
  map.key = node.text;
  map.key_place = node.place;
}

void TreeBuilder::count(const Node& node, std::size_t nodes) {
  nodes_ += nodes;
  if (nodes_ > kMostNodes) {
    throw InputError(node.place,
                     fmt::format("the input holds more than {} values, aliases counted", kMostNodes));
  }
}

/// yaml-cpp 0.7 takes a quotation that never ends as one that ends with the input.
void TreeBuilder::require_closed_quotes(const YAML::Mark& mark) {
  const std::string& text = source_->text;
  const std::size_t begin = mark.pos < 0 ? text.size() : static_cast<std::size_t>(mark.pos);
  const char quotation = begin < text.size() ? text[begin] : ' ';
  if (quotation != '"' && quotation != '\'') {
    return;
  }
  std::size_t at = begin + 1;
  while (at < text.size() && text[at] != quotation) {
    at += quotation == '"' && text[at] == '\\' ? 2U : 1U;
  }
  if (at >= text.size()) {
    throw InputError(place(mark), "this quotation mark is never closed");
  }
}

void TreeBuilder::refuse_tag(const Place& place, const std::string& tag) {
  const bool is_plain_or_quoted = tag.empty() || tag == "?" || tag == "!";
  if (!is_plain_or_quoted) {
    diagnostics_.add(place, fmt::format("the YAML tag {} is not part of the language", quote(tag)),
                     "remove it");
  }
}

}  // namespace dimsim::language
