#include "dimsim/language/document.hpp"

#include "support/temporary_folder.hpp"
#include "unit/scenario/fixture.hpp"

#include <string>

#include <gtest/gtest.h>

namespace dimsim::language {
namespace {

Node parse(const std::string& text) {
  Diagnostics diagnostics;
  Node node = parse_document(make_source("in.yaml", text), diagnostics);
  diagnostics.throw_if_any();
  return node;
}

std::string complaint(const std::string& text) {
  try {
    static_cast<void>(parse(text));
    return "";
  } catch (const InputError& error) {
    return error.diagnostics().front().place.text() + " " + error.diagnostics().front().message;
  }
}

TEST(Document, KeepsThePlaceOfEveryKeyAndValue) {
  const Node root = parse("a: 1\nb:\n  - {c: x, d: [y]}\n");
  EXPECT_EQ(root.entries[1].key_place.text(), "in.yaml:2:1");
  EXPECT_EQ(root.at("a").place.text(), "in.yaml:1:4");
  const Node& item = root.at("b").items[0];
  EXPECT_EQ(item.place.text(), "in.yaml:3:5");
  EXPECT_EQ(item.entries[1].key_place.text(), "in.yaml:3:12");
  EXPECT_EQ(item.at("d").items[0].place.text(), "in.yaml:3:16");
}

TEST(Document, CountsColumnsInCharacters) {
  EXPECT_EQ(parse("größe: {ä: x}").at("größe").at("ä").place.text(), "in.yaml:1:12");
}

TEST(Document, KeepsTheTextOfScalars) {
  const Node root =
      parse("a: 010\nb: yes\nc: 1_0\nd: '5'\ne: \"x\\ty\"\nf: |\n  two\n  lines\ng: 0x10\nh: 'it''s'\n");
  EXPECT_EQ(root.at("a").text, "010");
  EXPECT_EQ(root.at("b").text, "yes");
  EXPECT_EQ(root.at("c").text, "1_0");
  EXPECT_EQ(root.at("d").text, "5");
  EXPECT_EQ(root.at("e").text, "x\ty");
  EXPECT_EQ(root.at("f").text, "two\nlines\n");
  EXPECT_EQ(root.at("g").text, "0x10");
  EXPECT_EQ(root.at("h").text, "it's");
}

TEST(Document, DistinguishesNullFromAnEmptyText) {
  const Node root = parse("a:\nb: ~\nc: ''\nd: 'null'\n");
  EXPECT_EQ(root.at("a").kind, Node::Kind::Null);
  EXPECT_EQ(root.at("b").kind, Node::Kind::Null);
  EXPECT_TRUE(root.at("c").is_scalar());
  EXPECT_TRUE(root.at("d").is_scalar());
  EXPECT_EQ(root.at("a").place.text(), "in.yaml:1:1");  // the place of its key
}

TEST(Document, ExpandsAliases) {
  const Node root = parse("a: &x {b: [1, 2]}\nc: *x\n");
  EXPECT_EQ(root.at("c").at("b").items[1].text, "2");
}

TEST(Document, ReportsAllDuplicatesWithBothPlaces) {
  Diagnostics diagnostics;
  const Node root = parse_document(make_source("in.yaml", "a: 1\na: 2\nb: {c: 1, c: 1}\n"), diagnostics);
  ASSERT_EQ(diagnostics.list().size(), 2U);
  EXPECT_EQ(diagnostics.list()[0].place.text(), "in.yaml:2:1");
  EXPECT_EQ(diagnostics.list()[0].remarks[0].place.text(), "in.yaml:1:1");
  EXPECT_EQ(diagnostics.list()[1].place.text(), "in.yaml:3:11");
  EXPECT_EQ(root.at("a").text, "1");
}

TEST(Document, ReadsWindowsLineEndsAndByteOrderMarks) {
  const Node root = parse(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: 2\r\n");
  EXPECT_EQ(root.at("a").text, "1");
  EXPECT_EQ(root.at("a").place.text(), "in.yaml:1:4");
  EXPECT_EQ(root.at("b").text, "2");
}

TEST(Document, AcceptsOnlyUtf8) {
  for (const char* text : {"a: é", "a: €", "a: 😀", "a: \xED\x9F\xBF", "a: \xEE\x80\x80"}) {
    EXPECT_EQ(complaint(text), "") << text;
  }
  // a lone continuation, overlong forms, a surrogate, beyond U+10FFFF, cut short
  for (const char* text : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80",
                           "\xF4\x90\x80\x80", "\xFF", "\xE2\x82", "\xC3("}) {
    EXPECT_EQ(complaint(std::string("a: ") + text), "in.yaml:1:4 this is not UTF-8 text");
  }
  EXPECT_EQ(complaint(std::string("a: \0", 4)), "in.yaml:1:4 the control character 0x00 is not allowed");
}

TEST(Document, RefusesUnclosedQuotationMarks) {
  EXPECT_EQ(complaint("a: \"x\nb: 1\n"), "in.yaml:1:4 this quotation mark is never closed");
  EXPECT_EQ(complaint("a: 'x\n"), "in.yaml:1:4 this quotation mark is never closed");
  EXPECT_EQ(complaint("a: \"x\\\"\n"), "in.yaml:1:4 this quotation mark is never closed");
  EXPECT_EQ(complaint("a: \"x\\\\\"\n"), "");
}

TEST(Document, RefusesUnreadableFiles) {
  const TemporaryFolder own;
  const std::filesystem::path& folder = own.path();
  try {
    static_cast<void>(read_source(folder / "there-is-none.yaml", "none.yaml"));
    FAIL() << "a missing file was read";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "error: cannot read 'none.yaml': No such file or directory");
  }
  EXPECT_THROW(static_cast<void>(read_source(folder, "folder")), InputError);
  EXPECT_THROW(static_cast<void>(read_source("/dev/zero", "zero")), InputError);
}

TEST(Value, KeepsTheColumnsOfTheWholeSource) {
  Diagnostics diagnostics;
  const Node value = parse_value(make_source("--set a.b=[1, x]", "a.b=[1, x]"), 4, diagnostics);
  EXPECT_EQ(value.items[1].place.text(), "--set a.b=[1, x]:1:9");
}

}  // namespace
}  // namespace dimsim::language
