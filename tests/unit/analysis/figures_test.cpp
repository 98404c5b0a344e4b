#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// A file that no figure can draw.
std::string notes_in(const TemporaryFolder& folder) {
  std::ofstream(folder / "notes.txt") << "not a file of dimsim\n";
  return (folder / "notes.txt").string();
}

TEST(Figures, EndEachRefusalWithAWayToASuitableFile) {
  const TemporaryFolder folder;
  const FigureInput input({notes_in(folder)});
  for (const Figure& figure : figures()) {
    try {
      static_cast<void>(drawing_of(figure, input, {}));
      ADD_FAILURE() << figure.name << " draws what it cannot read";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("notes.txt: error: ")) << figure.name;
      EXPECT_THAT(error.diagnostics().back().hint,
                  EndsWith("figure " + figure.name + " needs " + figure.needs + "; `" + figure.example +
                           "` writes a file that it can draw"));
    }
  }
}

TEST(Figures, RefuseAllUnusedOptionsAtOnceWithReasons) {
  const auto bars = std::find_if(figures().begin(), figures().end(),
                                 [](const Figure& figure) { return figure.name == "bars"; });
  ASSERT_NE(bars, figures().end());
  try {
    static_cast<void>(
        drawing_of(*bars, FigureInput({"absent.h5"}),
                   {.metric = "accuracy", .axis = "rate", .logarithmic = "y", .device = "a30"}));
    ADD_FAILURE() << "nothing was thrown";
  } catch (const InputError& error) {
    ASSERT_EQ(error.diagnostics().size(), 3U);
    EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("figure bars takes no --axis: it shows one point"),
                                             HasSubstr("takes no --log: bars begin at 0"),
                                             HasSubstr("takes no --device: it would have no effect"),
                                             HasSubstr("takes --policies, --metric and --point")));
  }
}

TEST(Figures, HaveCompleteDescriptions) {
  const std::set<std::string> known{"policies", "metric", "axis", "point", "log", "device"};
  std::set<std::string> names;
  for (const Figure& figure : figures()) {
    EXPECT_TRUE(names.insert(figure.name).second) << figure.name << " appears twice";
    EXPECT_THAT(figure.example, testing::StartsWith("dimsim ")) << figure.name;
    if (const std::size_t at = figure.example.find("scenarios/"); at != std::string::npos) {
      const std::string file = figure.example.substr(at, figure.example.find(' ', at) - at);
      EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(DIMSIM_SOURCE_DIR) / file)) << file;
    }
    EXPECT_FALSE(figure.thumbnail.empty() || figure.summary.empty() || figure.needs.empty()) << figure.name;
    for (const std::string& option : figure.options) {
      EXPECT_TRUE(known.contains(option)) << figure.name << ": " << option;
    }
  }
}

}  // namespace
}  // namespace dimsim::analysis
