#include "dimsim/plan/reference.hpp"

#include "unit/scenario/fixture.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace dimsim::plan {
namespace {

namespace test = scenario::test;

constexpr const char* kBegin = "<!-- generated reference: begin -->\n";
constexpr const char* kEnd = "<!-- generated reference: end -->\n";

/// The document with the part between the markers generated again.
std::string renewed(const std::string& document) {
  const std::size_t begin = document.find(kBegin);
  const std::size_t end = document.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos) {
    throw std::runtime_error("scenarios/README.md has no markers");
  }
  return document.substr(0, begin) + kBegin + language_reference() + "\n" + document.substr(end);
}

TEST(Reference, InTheReadmeIsUpToDate) {
  const std::filesystem::path file = test::kSource / "scenarios/README.md";
  const std::string document = test::read_file(file);
  const std::string expected = renewed(document);
  if (test::updating()) {
    std::ofstream(file) << expected;
  } else {
    EXPECT_EQ(document, expected) << "to update it: DIMSIM_UPDATE=1 ctest -R Reference.InTheReadmeIsUpToDate";
  }
}

TEST(Reference, ContainsEveryKindOfKey) {
  const std::string text = language_reference();
  for (const char* part : {"`access.sharing`", "`deployment.tiers[].hosts[]`", "`cartography`",
                           "`pools.easy`", "### device", "20 Mbps"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace dimsim::plan
