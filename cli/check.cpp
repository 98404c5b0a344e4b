#include "dimsim/cli/command.hpp"
#include "dimsim/cli/scenario_options.hpp"
#include "dimsim/cli/text/terminal.hpp"

namespace dimsim::cli {

// load_inputs() is also what `dimsim run` calls first, so that a scenario that passes here is accepted there.
void check_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  add_scenario_options(options);
  if (const auto read = read_arguments({.command = "check"}, options, arguments)) {
    print(load_inputs(*read).settings.resolved_yaml);
  }
}

}  // namespace dimsim::cli
