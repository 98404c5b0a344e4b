#include "dimsim/analysis/tier_order.hpp"

#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using Names = std::vector<std::string>;

TEST(TierOrder, DoesNotDependOnTheOrderOfRuns) {
  const Names all{"mobile", "edge", "cloud"};
  EXPECT_EQ(merged_tiers({{"mobile", "cloud"}, all}), all);
  EXPECT_EQ(merged_tiers({all, {"mobile", "cloud"}}), all);
  EXPECT_EQ(merged_tiers({{"edge", "cloud"}, all}), all);
  EXPECT_EQ(merged_tiers({{"mobile", "edge"}, {"mobile", "cloud"}}), (Names{"mobile", "cloud", "edge"}))
      << "no list has both, so either order is right";
  EXPECT_EQ(merged_tiers({}), Names{});
}

}  // namespace
}  // namespace dimsim::analysis
