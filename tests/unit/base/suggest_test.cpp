#include "dimsim/base/suggest.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim {
namespace {

const std::vector<std::string> kKeys{"bandwidth", "latency", "radio", "sharing"};

TEST(Nearest, FindsOneEditOfEachKind) {
  EXPECT_EQ(nearest("bandwith", kKeys), "bandwidth");  // deletion
  EXPECT_EQ(nearest("latenccy", kKeys), "latency");    // insertion
  EXPECT_EQ(nearest("ladio", kKeys), "radio");         // substitution
  EXPECT_EQ(nearest("lantecy", kKeys), "latency");     // two edits
  EXPECT_EQ(nearest("egde", {"edge", "cloud"}),
            "edge");  // a swap of neighbours is one edit, not two, which would be too far
}

TEST(Nearest, IgnoresCaseAndSeparators) {
  EXPECT_EQ(nearest("Round_Robin", {"round-robin", "shortest-queue"}), "round-robin");
  EXPECT_EQ(nearest("KB", {"kb", "kB", "KiB"}), "kB");
}

TEST(Nearest, GivesNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest("zebra", kKeys), "");
  EXPECT_EQ(nearest("", kKeys), "");
  EXPECT_EQ(nearest("x", {"y"}), "");
  EXPECT_EQ(nearest(std::string(10'000, 'a'), kKeys), "");
}

TEST(Suggestion, NamesTheNearestOrListsAll) {
  EXPECT_EQ(suggestion("bandwith", kKeys), "did you mean 'bandwidth'?");
  EXPECT_EQ(suggestion("zebra", kKeys), "known: bandwidth, latency, radio, sharing");
  EXPECT_EQ(suggestion("zebra", {}), "");
  const std::vector<std::string> many(20, "word");
  EXPECT_TRUE(suggestion("zebra", many).ends_with("word, … (20 in all)"));
}

TEST(UnknownName, GivesMessageAndHint) {
  const Diagnostic found = unknown_name({}, "network.access", "link", "ladio", {"radio", "fibre"});
  EXPECT_EQ(format(found), "error: network.access: unknown link 'ladio'\n  hint: did you mean 'radio'?");
  EXPECT_EQ(unknown_name({}, "", "key", "zebra", kKeys).message, "unknown key 'zebra'");
}

TEST(Enumerate, JoinsWithCommasAndAnd) {
  EXPECT_EQ(enumerate({}), "");
  EXPECT_EQ(enumerate({"a"}), "a");
  EXPECT_EQ(enumerate({"a", "b"}), "a and b");
  EXPECT_EQ(enumerate({"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace dimsim
