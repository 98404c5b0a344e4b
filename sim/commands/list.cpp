#include "base/error.hpp"
#include "base/suggest.hpp"
#include "commands/arguments.hpp"
#include "commands/catalogue_text.hpp"
#include "commands/command.hpp"
#include "commands/terminal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::commands {

void list_command(const std::vector<std::string>& arguments) {
  const Manual manual{.command = "list",
                      .positional = {"KIND"},
                      .text =
                          "Lists what scenarios can name. KIND is devices, links, models, platforms or "
                          "policies. `dimsim show "
                          "NAME` tells more of one of them.",
                      .examples = {"dimsim list devices", "dimsim list policies"}};
  const auto read = read_arguments(manual, {}, arguments);
  if (!read) {
    return;
  }
  const std::string kind = (*read)["KIND"].as<std::string>();
  const std::vector<std::string> kinds = listed_kinds();
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    throw InputError(fmt::format("dimsim list: unknown kind {}", quote(kind)), suggestion(kind, kinds));
  }
  print(list_of(kind));
}

}  // namespace dimsim::commands
