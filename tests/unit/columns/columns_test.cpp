#include "dimsim/base/error.hpp"
#include "dimsim/columns/link_columns.hpp"
#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/read.hpp"
#include "dimsim/columns/reference.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/columns/station_columns.hpp"
#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::columns {
namespace {

using testing::HasSubstr;

/// Names differ within a table, every column has a description, and a unit shows in the name.
template <class... Columns>
void expect_sound(const std::tuple<Columns...>& columns) {
  std::set<std::string> names;
  const auto check = [&names](const auto& column) {
    const std::string name(column.name);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_FALSE(column.description.empty()) << name;
    EXPECT_EQ(column.unit == "s", name.ends_with("_s") && !name.ends_with("_per_s")) << name;
    EXPECT_EQ(column.unit == "J", name.ends_with("_j")) << name;
    EXPECT_EQ(column.unit == "h", name.ends_with("_h")) << name;
    EXPECT_TRUE(column.unit != "B" || name.ends_with("bytes")) << name;
  };
  std::apply([&check](const auto&... each) { (check(each), ...); }, columns);
}

TEST(Columns, HaveDistinctNamesDescriptionsAndUnits) {
  expect_sound(std::tuple_cat(runs::kKey, runs::kCourse));
  expect_sound(run::kAll);
  expect_sound(points::kAll);
  expect_sound(devices::kAll);
  expect_sound(requests::kAll);
  expect_sound(visits::kAll);
  expect_sound(stations::kAll);
  expect_sound(links::kAll);
  expect_sound(links_over_time::kAll);
}

struct Row {
  double first = 0;
  std::uint32_t second = 0;
};

TEST(Columns, FillTheBoundMembers) {
  const TemporaryFolder folder;
  const auto arrival = requests::arrival_s;
  {
    hdf5::File file = hdf5::File::create(folder / "a.h5");
    RowLayout layout;
    layout.bind(requests::sample, &Row::second).bind(visits::sent_s, &Row::first, "edge");
    const std::vector<Row> rows = {{1.5, 7}, {2.5, 8}};
    file.write_rows("/table", rows.size(), sizeof(Row), layout.columns(),
                    [&rows](std::size_t first, std::size_t count, std::byte* to) {
                      std::memcpy(to, rows.data() + first, count * sizeof(Row));
                    });
    file.close();
  }
  const hdf5::File file = hdf5::File::open(folder / "a.h5");
  EXPECT_EQ(read(file, "/table", requests::sample), (std::vector<std::uint32_t>{7, 8}));
  EXPECT_EQ(read(file, "/table", visits::sent_s, "edge"), (std::vector<double>{1.5, 2.5}));
  EXPECT_TRUE(has(file, "/table", "edge_sent_s"));
  EXPECT_FALSE(has(file, "/table", name_of(arrival)));
  try {
    static_cast<void>(read(file, "/table", arrival));
    FAIL() << "a column that is not there";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'/table' lacks the column arrival_s"));
  }
}

TEST(Columns, AreAllInTheReference) {
  const std::string text = reference();
  EXPECT_THAT(text, HasSubstr("| `lambda` | float64 | λ | layers run and tiers entered |\n"));
  EXPECT_THAT(text, HasSubstr("| `<tier>_confidence` | float32 |  | largest probability"));
  EXPECT_THAT(text, HasSubstr("| `policy` | text |  | label of the policy |\n"));
  EXPECT_THAT(text, HasSubstr("| `bytes_per_s` | float64 | B/s | capacity of each link |\n"));
  EXPECT_THAT(text, HasSubstr("| `device` | uint32 |  | row of the point's `devices` |\n"));
}

/// With DIMSIM_UPDATE=1 the page is written again.
TEST(Columns, MatchThePageOfTheDocumentation) {
  const std::string page = DIMSIM_SOURCE_DIR "/docs/columns.md";
  if (std::getenv("DIMSIM_UPDATE") != nullptr) {
    std::ofstream(page) << reference();
    return;
  }
  std::ifstream file(page);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_TRUE(text == reference())
      << page << " is not what sim/columns defines; DIMSIM_UPDATE=1 ctest -R Columns writes it anew";
}

}  // namespace
}  // namespace dimsim::columns
