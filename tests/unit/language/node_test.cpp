#include "dimsim/language/node.hpp"

#include "dimsim/language/path.hpp"

#include <gtest/gtest.h>

namespace dimsim::language {
namespace {

TEST(Node, MapsKeepTheirOrder) {
  Node map = Node::map();
  map.set("b", Node::scalar("1"));
  map.set("a", Node::scalar("2"));
  map.set("b", Node::scalar("3"));
  ASSERT_EQ(map.entries.size(), 2U);
  EXPECT_EQ(map.entries[0].key, "b");
  EXPECT_EQ(map.at("b").string(), "3");
  map.remove("b");
  EXPECT_FALSE(map.has("b"));
  EXPECT_EQ(map.find("b"), nullptr);
}

TEST(Node, ParsesItsText) {
  EXPECT_EQ(Node::scalar("1.5").number(), 1.5);
  EXPECT_EQ(Node::scalar("+5").integer(), 5);
  EXPECT_EQ(Node::scalar("-9007199254740993").integer(), -9007199254740993);  // beyond double
  EXPECT_TRUE(Node::scalar("true").boolean());
  EXPECT_FALSE(Node::scalar("false").boolean());
  EXPECT_EQ(Node::scalar("5 ms").quantity(Dimension::Time), 0.005);
}

TEST(Node, AnUncheckedTextIsADefect) {
  EXPECT_THROW(static_cast<void>(Node::scalar("5x").number()), InvariantError);
  EXPECT_THROW(static_cast<void>(Node::scalar("1.5").integer()), InvariantError);
  EXPECT_THROW(static_cast<void>(Node::scalar("yes").boolean()), InvariantError);
  EXPECT_THROW(static_cast<void>(Node::scalar("5").quantity(Dimension::Time)), InvariantError);
  EXPECT_THROW(static_cast<void>(Node::map().string()), InvariantError);
  EXPECT_THROW(static_cast<void>(Node::map().at("a")), InvariantError);
}

TEST(Path, IsInsideWhereItsStepsBeginWithThoseOfTheOther) {
  EXPECT_TRUE(is_inside("network.access", "network.access"));
  EXPECT_TRUE(is_inside("network.access.bandwidth", "network.access"));
  EXPECT_FALSE(is_inside("network.access2", "network.access"));
  EXPECT_FALSE(is_inside("network", "network.access"));
}

}  // namespace
}  // namespace dimsim::language
