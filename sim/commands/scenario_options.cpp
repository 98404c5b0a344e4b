#include "commands/scenario_options.hpp"

namespace dimsim::commands {

void add_scenario_options(po::options_description& options) {
  options.add_options()(
      "set", po::value<std::vector<std::string>>()->value_name("PATH=VALUE")->composing(),
      "change a value of the scenario, such as network.access.bandwidth=5Mbps; may be repeated, and is "
      "checked like the file")("seed", text_option("N"), "the same as --set seed=N");
}

std::vector<study::Inputs> load_inputs(const po::variables_map& arguments) {
  std::vector<std::string> settings;
  if (arguments.contains("set")) {
    settings = arguments["set"].as<std::vector<std::string>>();
  }
  if (arguments.contains("seed")) {
    settings.push_back("seed=" + arguments["seed"].as<std::string>());
  }
  return study::load_inputs(arguments[kScenario].as<std::string>(), settings);
}

}  // namespace dimsim::commands
