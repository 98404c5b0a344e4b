#include "dimsim/language/include.hpp"

#include "dimsim/language/document.hpp"
#include "dimsim/language/emit.hpp"
#include "support/temporary_folder.hpp"
#include "unit/scenario/fixture.hpp"

#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace dimsim::language {
namespace {

namespace test = scenario::test;

Node parse(const std::string& text) {
  Diagnostics diagnostics;
  return parse_document(make_source("in.yaml", text), diagnostics);
}

TEST(Merge, MergesMapsAndReplacesOtherValues) {
  const Node merged = merge(parse("{a: {x: 1, y: 2}, b: [1, 2], c: 3, d: {e: 1}}"),
                            parse("{a: {y: 5}, b: [9], c: {z: 1}, d: 7}"));
  EXPECT_EQ(emit(merged), emit(parse("{a: {x: 1, y: 5}, b: [9], c: {z: 1}, d: 7}")));
}

TEST(Merge, RemovesKeysWithAnEmptyValue) {
  EXPECT_EQ(emit(merge(parse("{a: {x: 1, y: 2}}"), parse("{a: {x: ~}}"))), emit(parse("{a: {y: 2}}")));
}

/// Writes files into a fresh folder and reads one of them.
Node read_with_includes(const std::map<std::string, std::string>& files, const std::string& first) {
  const TemporaryFolder own;
  const std::filesystem::path& folder = own.path();
  for (const auto& [name, text] : files) {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }
  Diagnostics diagnostics;
  Node node = parse_with_includes(read_source(folder / first, (folder / first).string()), diagnostics);
  diagnostics.throw_if_any();
  return node;
}

TEST(Include, TheIncludingFileTakesPrecedence) {
  const Node node = read_with_includes({{"main.yaml", "include: [one.yaml, sub/two.yaml]\nc: main"},
                                        {"one.yaml", "{a: one, b: one, c: one}"},
                                        {"sub/two.yaml", "include: three.yaml\nb: two"},
                                        {"sub/three.yaml", "{b: three, d: three}"}},
                                       "main.yaml");
  EXPECT_EQ(emit(node), "a: one\nb: two\nc: main\nd: three\n");
}

TEST(Include, AllowsTheSameFileTwice) {
  const Node node = read_with_includes({{"main.yaml", "include: [one.yaml, two.yaml]"},
                                        {"one.yaml", "include: shared.yaml\na: 1"},
                                        {"two.yaml", "include: shared.yaml\nb: 2"},
                                        {"shared.yaml", "s: 0"}},
                                       "main.yaml");
  EXPECT_EQ(emit(node), "s: 0\na: 1\nb: 2\n");
}

TEST(Include, ValuesKeepTheirFile) {
  const Node node =
      read_with_includes({{"main.yaml", "include: sub/one.yaml"}, {"sub/one.yaml", "a: 1"}}, "main.yaml");
  EXPECT_TRUE(node.at("a").place.text().ends_with("/sub/one.yaml:1:4"));
}

TEST(Include, LimitsTheNumberOfFiles) {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 20; ++i) {  // would be read 2^20 times without a limit
    const std::string next = std::to_string(i + 1) + ".yaml";
    files[std::to_string(i) + ".yaml"] = "include: [" + next + ", " + next + "]\na: 1";
  }
  files["20.yaml"] = "a: 1";
  EXPECT_THROW(static_cast<void>(read_with_includes(files, "0.yaml")), InputError);
}

TEST(Include, TraceIsRelativeToTheFileThatNamesIt) {
  test::use_test_catalogue();
  const TemporaryFolder own;
  const std::filesystem::path& folder = own.path();
  std::filesystem::create_directories(folder / "sub");
  std::ofstream(folder / "sub/base.yaml") << test::good();
  std::ofstream(folder / "main.yaml") << "include: sub/base.yaml\n";
  EXPECT_EQ(plan::load(folder / "main.yaml").workload.trace, folder / "sub/traces/t.h5");
  EXPECT_EQ(plan::load(folder / "main.yaml", {"workload.trace=x.h5"}).workload.trace, folder / "x.h5");
  EXPECT_EQ(plan::load(folder / "main.yaml", {"workload.trace=/x.h5"}).workload.trace, "/x.h5");
  EXPECT_EQ(plan::load(folder / "main.yaml").name, "main");
}

}  // namespace
}  // namespace dimsim::language
