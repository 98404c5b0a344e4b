#include "dimsim/cli/progress_line.hpp"

#include "dimsim/cli/text/terminal.hpp"

#include <gtest/gtest.h>

namespace dimsim::cli {
namespace {

TEST(ProgressText, ShowsShareRateAndRemainingTime) {
  EXPECT_EQ(progress_text({.done = 12500, .expected = 50000}, 10),
            "12,500 of 50,000 requests (25 %), 1,250/s, 0:30 left");
  EXPECT_EQ(progress_text({.done = 1, .expected = 3601 * 2}, 0.5),
            "1 of 7,202 requests (0 %), 2/s, 1:00:01 left");
}

TEST(ProgressText, ShowsHundredPercentOnlyAtTheEnd) {
  EXPECT_EQ(progress_text({.done = 999, .expected = 1000}, 1),
            "999 of 1,000 requests (99 %), 999/s, 0:00 left");
  EXPECT_EQ(progress_text({.done = 1010, .expected = 1000}, 1),
            "1,010 of 1,010 requests (100 %), writing the results");
  EXPECT_EQ(progress_text({.done = 0, .expected = 1000}, 1), "0 of 1,000 requests (0 %)");
}

TEST(ProgressText, CountsPointsAndRunsAndNamesTheSlowestRun) {
  EXPECT_EQ(progress_text({.points_done = 2,
                           .points = 9,
                           .runs_done = 12,
                           .runs = 36,
                           .done = 12000,
                           .expected = 36000,
                           .found = 6000,
                           .longest = "policy 'all-edge' at bandwidth = 1Mbps",
                           .longest_s = 83},
                          6),
            "2 of 9 points (33 %), 1,000 requests/s, 0:24 left; longest 1:23: policy 'all-edge' at bandwidth "
            "= 1Mbps");
  EXPECT_EQ(
      progress_text(
          {.points_done = 0, .points = 1, .runs_done = 3, .runs = 4, .done = 3000, .expected = 4000}, 2),
      "3 of 4 runs (75 %), 1,500 requests/s, 0:01 left");
}

TEST(Counted, FormatsThousandsAndPlurals) {
  EXPECT_EQ(counted(1, "request"), "1 request");
  EXPECT_EQ(counted(1234567, "request"), "1,234,567 requests");
  EXPECT_EQ(counted(999, "request"), "999 requests");
}

}  // namespace
}  // namespace dimsim::cli
