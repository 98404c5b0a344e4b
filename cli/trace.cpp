#include "dimsim/base/error.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/help_page.hpp"
#include "dimsim/cli/text/terminal.hpp"

namespace dimsim::cli {

namespace {

// One line per subcommand. They are commands in miniature: find() and overview() treat both lists alike.
const std::vector<Command>& subcommands() {
  static const std::vector<Command> all = {
      {"import", "make a trace from CSV, JSON Lines or plain HDF5 arrays", trace_import_command},
      {"show", "describe a trace: samples, and how well each exit answers", trace_show_command},
      {"synthesize", "generate a trace that follows published figures", trace_synthesize_command},
  };
  return all;
}

}  // namespace

void trace_command(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    throw InputError("dimsim trace: no subcommand given", "`dimsim trace --help` lists them");
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h") {
    print(rendered_page(help_page("trace"), {{"subcommands", overview(subcommands())}}));
    return;
  }
  find(subcommands(), name, "subcommand of trace:").run({arguments.begin() + 1, arguments.end()});
}

}  // namespace dimsim::cli
