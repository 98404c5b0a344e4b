#include "dimsim/language/emit.hpp"

#include "dimsim/language/document.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::language {
namespace {

bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i])) {
      return false;
    }
  }
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key != b.entries[i].key || !same(a.entries[i].value, b.entries[i].value)) {
      return false;
    }
  }
  return true;
}

Node read(const std::string& text) {
  Diagnostics diagnostics;
  Node node = parse_document(make_source("emitted", text), diagnostics);
  diagnostics.throw_if_any();
  return node;
}

TEST(Emit, AnyTextReadsBack) {
  const std::vector<std::string> pieces{"a",    "1",    " ", "\n", "\t",  ":", "#", "-", "'", "\"",
                                        "\\",   "{",    "]", ",",  "&",   "*", "!", "%", "@", "~",
                                        "null", "true", "é", "😀",  "---", "?", "|", ">", "=", "<<"};
  std::mt19937 random(1);
  for (int i = 0; i < 1'000; ++i) {
    std::string text;
    for (auto n = random() % 6; n > 0; --n) {
      text += pieces[random() % pieces.size()];
    }
    Node root = Node::map();
    root.set("key", Node::scalar(text));
    Node list = Node::list();
    list.items = {Node::scalar(text), Node::scalar("x")};
    root.set("flow", list);
    list.items.push_back(list);
    root.set("block", list);
    EXPECT_TRUE(same(read(emit(root)), root)) << emit(root);
  }
}

TEST(Emit, AnyKeyReadsBack) {
  for (const char* key : {"a b", "a: b", "- a", "#a", "*", "true", "5", "'", "é"}) {
    Node root = Node::map();
    root.set(key, Node::scalar("v"));
    EXPECT_TRUE(same(read(emit(root)), root)) << emit(root);
  }
}

TEST(Emit, KeepsEmptyListsAndMaps) {
  EXPECT_EQ(emit(read("a: []\nb: {}\nc: [[]]\n")), "a: []\nb: {}\nc:\n  - []\n");
}

TEST(SuccessiveTexts, EqualEmit) {
  Node point = Node::map();
  point.set("text", Node::scalar("a: b"));
  point.set("empty", Node::map());
  Node list = Node::list();
  list.items = {Node::scalar("1"), Node::scalar("> 2")};
  Node map = Node::map();
  map.set("list", list);
  point.set("map", map);
  SuccessiveTexts texts;
  EXPECT_EQ(texts.of(point), emit(point));
  EXPECT_EQ(texts.of(point), emit(point));
  point.find("map")->find("list")->items[1].text = "3";
  EXPECT_EQ(texts.of(point), emit(point));
  point.find("map")->find("list")->items.pop_back();
  EXPECT_EQ(texts.of(point), emit(point));
  point.find("map")->entries[0].key = "other";
  point.find("empty")->set("now", Node::scalar("two\nlines"));
  point.remove("text");
  EXPECT_EQ(texts.of(point), emit(point));
  Node inner = Node::map();
  inner.set("it's: #1", map);
  inner.set(std::string(70, 'k') + ": ~", Node::scalar("~"));
  Node maps = Node::list();
  maps.items = {map, inner, list};
  inner.set("maps", maps);
  point.set("deep", inner);
  EXPECT_EQ(texts.of(point), emit(point));
  point.find("deep")->find("it's: #1")->find("list")->items[0].text = "- x";
  EXPECT_EQ(texts.of(point), emit(point));
}

}  // namespace
}  // namespace dimsim::language
