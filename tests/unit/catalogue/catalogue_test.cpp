#include "dimsim/catalogue/catalogue.hpp"

#include "dimsim/catalogue/entries.hpp"
#include "support/temporary_folder.hpp"
#include "unit/scenario/fixture.hpp"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::catalogue {
namespace {

namespace test = scenario::test;

using testing::ElementsAre;
using testing::HasSubstr;

Catalogue test_catalogue() { return Catalogue(test::kSource / "tests/unit/scenario/catalogue"); }

/// The message about a link whose file contains `text`; "" if it is accepted.
std::string complaint_about_link(const std::string& text) {
  const TemporaryFolder own;
  const std::filesystem::path& root = own.path();
  std::filesystem::create_directories(root / "platforms/links");
  std::ofstream(root / "platforms/links/bad.yaml") << text;
  try {
    static_cast<void>(read_entry(Catalogue(root), "links", "bad"));
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(Catalogue, ListsNamesSorted) {
  EXPECT_THAT(test_catalogue().names("devices"), ElementsAre("box", "gpu", "phone"));
  EXPECT_THAT(test_catalogue().names("models"), ElementsAre("tiny"));
  EXPECT_TRUE(Catalogue("/nowhere").names("devices").empty());
}

TEST(Catalogue, RootCanBeChosen) {
  test::use_test_catalogue();
  EXPECT_EQ(Catalogue::default_root(), test::kSource / "tests/unit/scenario/catalogue");
  test::use_shipped_catalogue();
  EXPECT_TRUE(std::filesystem::is_directory(Catalogue::default_root() / "platforms"));
}

TEST(Entry, IsResolvedWithItsNotes) {
  const CatalogueEntry entry = read_entry(test_catalogue(), "devices", "phone");
  EXPECT_EQ(entry.fields.at("servers").string(), "1");
  ASSERT_EQ(entry.sources.size(), 3U);
  EXPECT_EQ(entry.sources[1].entry, "devices/phone");
  EXPECT_EQ(entry.sources[1].figure, "compute.fp32.overhead");
  EXPECT_TRUE(entry.sources[1].assumed);
  EXPECT_FALSE(entry.sources[0].assumed);
}

TEST(Entry, AnUnknownNameIsReportedWithTheKnownOnes) {
  try {
    static_cast<void>(read_entry(test_catalogue(), "devices", "fone"));
    FAIL() << "an unknown entry was read";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "error: unknown device 'fone'\n  hint: known: box, gpu, phone");
  }
}

TEST(Entry, NeedsASourceForEveryFigure) {
  EXPECT_EQ(complaint_about_link("bandwidth: 1 Gbps\nlatency: 1 ms\nsources: {latency: ping}\n"),
            "platforms/links/bad.yaml:1:12: error: the figure bandwidth has no source\n"
            " 1 | bandwidth: 1 Gbps\n"
            "   |            ^\n"
            "  hint: add 'bandwidth: where it comes from' to 'sources'");
  EXPECT_EQ(complaint_about_link("bandwidth: 1 Gbps\nlatency: 1 ms\nsources: {'*': all}\n"), "");
}

TEST(Entry, NeedsAFigureForEverySource) {
  EXPECT_THAT(complaint_about_link("bandwidth: 1 Gbps\nlatency: 1 ms\nsources: {'*': all, latncy: ping}\n"),
              HasSubstr("3:21: error: sources: unknown figure 'latncy'"));
}

TEST(Entry, IsCheckedLikeAScenario) {
  const std::string text = complaint_about_link("bandwith: 1 Gbps\nlatency: 5\n");
  EXPECT_THAT(text, HasSubstr("did you mean 'bandwidth'?"));
  EXPECT_THAT(text, HasSubstr("'5' has no unit"));
  EXPECT_THAT(complaint_about_link("bandwidth: 1 Gbps\nlatency: 1 ms\nbase: lte\n"),
              HasSubstr("unknown key 'base'"));
}

TEST(Entry, AllShippedOnesAreCorrect) {
  test::use_shipped_catalogue();
  const Catalogue catalogue(Catalogue::default_root());
  for (const std::string& kind : catalogue_kinds()) {
    EXPECT_FALSE(catalogue.names(kind).empty()) << kind;
    for (const std::string& name : catalogue.names(kind)) {
      EXPECT_NO_THROW(static_cast<void>(read_entry(catalogue, kind, name))) << kind << "/" << name;
    }
  }
}

}  // namespace
}  // namespace dimsim::catalogue
