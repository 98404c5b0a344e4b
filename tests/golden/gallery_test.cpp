#include "support/shell.hpp"

#include <filesystem>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

namespace fs = std::filesystem;

const fs::path kGallery = fs::path(DIMSIM_SOURCE_DIR) / "analysis/gallery";

/// What `make figures` does: pictures hang on a machine's fonts, their data do not.
TEST(Gallery, ShowsWhatTheScenariosGiveToday) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const Outcome outcome = shell.run("'" + (kGallery / "draw.sh").string() + "' $DIMSIM $SCENARIOS drawn");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  std::set<std::string> drawn;
  for (const fs::directory_entry& entry : fs::directory_iterator(shell / "drawn")) {
    const fs::path& file = entry.path();
    if (file.extension() == ".dat") {
      EXPECT_TRUE(read_file(file) == read_file(kGallery / file.filename()))
          << file.filename() << " has changed: run `make figures`, and look at it";
    } else if (file.extension() == ".png") {
      drawn.insert(file.filename().string());
    }
  }
  std::set<std::string> shown;
  const std::string pages = read_file(DIMSIM_SOURCE_DIR "/docs/figures.md") +
                            read_file(DIMSIM_SOURCE_DIR "/docs/does-routing-pay.md");
  const std::string folder = "analysis/gallery/";
  for (std::size_t at = pages.find(folder); at != std::string::npos; at = pages.find(folder, at + 1)) {
    const std::string name = pages.substr(at + folder.size());
    if (const std::string file = name.substr(0, name.find_first_of(")\"")); file.ends_with(".png")) {
      shown.insert(file);
    }
  }
  EXPECT_EQ(shown, drawn) << "docs/figures.md and docs/does-routing-pay.md show them all";
  for (const std::string& name : shown) {
    EXPECT_TRUE(read_file(kGallery / name).starts_with("\x89PNG")) << name;
  }
}

}  // namespace
}  // namespace dimsim
