#include "base/error.hpp"
#include "base/suggest.hpp"
#include "commands/arguments.hpp"
#include "commands/catalogue_text.hpp"
#include "commands/command.hpp"
#include "commands/terminal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::commands {

namespace {

struct Entry {
  std::string kind;
  std::string name;
};

/// The one entry that `wanted` ("lte" or "links/lte") means. Throws InputError when it is none or more than
/// one.
Entry find_entry(const std::string& wanted) {
  std::vector<Entry> found;
  std::vector<std::string> all;
  for (const std::string& kind : listed_kinds()) {
    for (const std::string& name : listed_names(kind)) {
      all.push_back(name);
      if (wanted == name || wanted == fmt::format("{}/{}", kind, name)) {
        found.push_back({kind, name});
      }
    }
  }
  if (found.empty()) {
    throw InputError(fmt::format("dimsim show: there is no entry {}", quote(wanted)),
                     nearest(wanted, all).empty()
                         ? "`dimsim list devices`, links, models, platforms or policies show them"
                         : suggestion(wanted, all));
  }
  if (found.size() > 1) {
    throw InputError(
        fmt::format("dimsim show: {} is in {} and in {}", quote(wanted), found[0].kind, found[1].kind),
        fmt::format("write {}/{}", found[0].kind, wanted));
  }
  return found.front();
}

}  // namespace

void show_command(const std::vector<std::string>& arguments) {
  const Manual manual{
      .command = "show",
      .positional = {"NAME"},
      .text =
          "Shows a device, link, model, platform or policy: its figures and where they come from, or its "
          "rule and "
          "parameters.",
      .examples = {"dimsim show pixel-4", "dimsim show links/lte", "dimsim show cartography"}};
  if (const auto read = read_arguments(manual, {}, arguments)) {
    const Entry entry = find_entry((*read)["NAME"].as<std::string>());
    print(details_of(entry.kind, entry.name));
  }
}

}  // namespace dimsim::commands
