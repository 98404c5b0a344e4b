#include "analysis/figures/figure.hpp"
#include "base/error.hpp"
#include "base/suggest.hpp"
#include "commands/arguments.hpp"
#include "commands/catalogue_text.hpp"
#include "commands/command.hpp"
#include "commands/terminal.hpp"
#include "results/text_grid.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::commands {

namespace {

constexpr const char* kFigures = "figures";

std::string list_of_figures() {
  constexpr std::size_t kGap = 2;
  results::Grid grid{{"figure"}};
  for (const analysis::Figure& figure : analysis::figures()) {
    grid.push_back({figure.name});
  }
  std::string text;
  const std::vector<std::string> lines = results::lines_of(grid, kGap);
  const std::size_t width = results::width_of(grid, kGap) + kGap;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += fmt::format("{:{}}{}\n", lines[i], width,
                        i == 0 ? "description" : analysis::figures()[i - 1].summary);
  }
  return text;
}

}  // namespace

void list_command(const std::vector<std::string>& arguments) {
  const Manual manual{.command = "list",
                      .positional = {"KIND"},
                      .text =
                          "Lists what scenarios can name. KIND is devices, links, models, platforms or "
                          "policies, of which `dimsim show NAME` tells more; or figures, which `dimsim plot` "
                          "draws.",
                      .examples = {"dimsim list devices", "dimsim list policies"}};
  const auto read = read_arguments(manual, {}, arguments);
  if (!read) {
    return;
  }
  const std::string kind = (*read)["KIND"].as<std::string>();
  if (kind == kFigures) {
    print(list_of_figures());
    return;
  }
  std::vector<std::string> kinds = listed_kinds();
  kinds.emplace_back(kFigures);
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    throw InputError(fmt::format("dimsim list: unknown kind {}", quote(kind)), suggestion(kind, kinds));
  }
  print(list_of(kind));
}

}  // namespace dimsim::commands
