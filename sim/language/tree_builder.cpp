#include "dimsim/language/tree_builder.hpp"

#include "dimsim/base/text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

// Open maps and lists are kept on a stack; a finished one is moved into its parent. A repeated key is an
// error, but the parser goes on with the first value, so that all errors are reported. Errors that leave no
// usable tree (a key that is not a text, a limit that is exceeded) are thrown.

namespace dimsim::language {
namespace {

// Limits for malformed or malicious files. The functions of the language recurse over the tree, so that its
// depth bounds their stack; the number of nodes bounds memory, which ten lines of nested aliases could
// exhaust otherwise ("billion laughs").
constexpr std::size_t kDeepestNesting = 64;
constexpr std::size_t kMostNodes = 200'000;
constexpr std::size_t kLongestKey = 200;  ///< [B]

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
  // yaml-cpp gives columns in bytes. Converting them to characters needs the line, for every node.
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
  // An anchor is stored when its value is complete, so that an alias within its own value finds nothing.
  const auto known = anchors_.find(anchor);
  if (known == anchors_.end()) {
    throw InputError(place(mark), "this alias refers to a value that contains it");
  }
  // Counted before it is copied. add() counts one more, which does not matter for a limit.
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
    throw InputError(node.place,
                     fmt::format("maps and lists are nested more than {} levels deep", kDeepestNesting));
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
    node.place = map.key_place;  // yaml-cpp gives an empty value the place of the next token
  }
  const auto first = std::find_if(map.node.entries.begin(), map.node.entries.end(),
                                  [&](const Node::Entry& entry) { return entry.key == map.key; });
  if (first == map.node.entries.end()) {
    map.node.entries.push_back({map.key, std::move(node), map.key_place});
    return;
  }
  diagnostics_.add(Diagnostic{map.key_place,
                              fmt::format("duplicate key {}", quote(map.key)),
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
    throw InputError(node.place, "YAML's merge key '<<' is not supported",
                     "use 'base' for a catalogue entry or 'include' for a file");
  }
  map.has_key = true;
  map.key = node.text;
  map.key_place = node.place;
}

void TreeBuilder::count(const Node& node, std::size_t nodes) {
  nodes_ += nodes;
  if (nodes_ > kMostNodes) {
    throw InputError(
        node.place, fmt::format("the input has more than {} values, including those of aliases", kMostNodes));
  }
}

/// yaml-cpp 0.7 treats the end of the input as a closing quotation mark. The text is therefore scanned again
/// from the opening mark. A doubled mark in single quotes counts as the end here, so an unclosed text with
/// one is not noticed.
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
  // "?" and "!" are not tags of the file: yaml-cpp reports them for plain and for quoted scalars.
  const bool is_plain_or_quoted = tag.empty() || tag == "?" || tag == "!";
  if (!is_plain_or_quoted) {
    diagnostics_.add(place, fmt::format("the YAML tag {} is not supported", quote(tag)), "remove it");
  }
}

}  // namespace dimsim::language
