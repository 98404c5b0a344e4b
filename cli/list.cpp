#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/catalogue_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

constexpr const char* kFigures = "figures";

// Figures are listed here rather than in cli/text, which must not depend on the figures (cmake/layers.txt).
std::string figure_list() {
  constexpr std::size_t kColumnGap = 2;
  constexpr std::size_t kListWidth = 100;  // columns
  Grid grid{{"figure", "look"}};
  for (const analysis::Figure& figure : analysis::figures()) {
    grid.push_back({figure.name, figure.thumbnail});
  }
  // The grid aligns only the short cells; the descriptions beside it are wrapped, which a grid cannot do.
  const std::vector<std::string> labels = lines_of(grid, kColumnGap);
  const std::size_t column = width_of(grid, kColumnGap) + kColumnGap;
  std::string text = hanging(labels.front(), "what it shows, and what it needs", column, kListWidth);
  for (std::size_t i = 1; i < labels.size(); ++i) {
    const analysis::Figure& figure = analysis::figures()[i - 1];
    text += hanging(labels[i], figure.summary, column, kListWidth) +
            hanging("", "needs " + figure.needs, column, kListWidth);
  }
  return text;
}

}  // namespace

void list_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "list"}, {}, arguments);
  if (!read) {
    return;
  }
  const std::string kind = (*read)["KIND"].as<std::string>();
  if (kind == kFigures) {
    print(figure_list());
    return;
  }
  std::vector<std::string> kinds = listed_kinds();
  kinds.emplace_back(kFigures);
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    throw InputError(fmt::format("dimsim list: unknown kind {}", quote(kind)), suggestion(kind, kinds));
  }
  print(list_of(kind));
}

}  // namespace dimsim::cli
