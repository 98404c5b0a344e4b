#include "dimsim/cli/command.hpp"
#include "dimsim/cli/scenario_options.hpp"
#include "dimsim/cli/text/terminal.hpp"

namespace dimsim::cli {

void check_command(const std::vector<std::string>& arguments) {
  const Manual manual{
      .command = "check",
      .positional = {kScenario},
      .text =
          "Checks a scenario as `dimsim run` does before it begins, its trace included, and prints it with "
          "includes, "
          "catalogue entries, settings and every default filled in. Running what is printed gives the same "
          "results. What is wrong goes to stderr, all of it at once; the exit status is then 2.",
      .examples = {"dimsim check scenarios/quickstart.yaml",
                   "dimsim check my.yaml --set workload.rate=2/s > resolved.yaml",
                   "dimsim check my.yaml --sweep network.access.bandwidth=1Mbps..100Mbps/log/9"}};
  po::options_description options;
  add_scenario_options(options);
  if (const auto read = read_arguments(manual, options, arguments)) {
    print(load_inputs(*read).settings.resolved_yaml);
  }
}

}  // namespace dimsim::cli
