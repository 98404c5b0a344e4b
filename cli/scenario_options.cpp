#include "dimsim/cli/scenario_options.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/plan/sweep_option.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

namespace dimsim::cli {

// `run`, `check`, `optimise` and `sweep-script` share these options, so that what `check` accepts is exactly
// what the others run.
void add_scenario_options(po::options_description& options) {
  auto add = options.add_options();
  add("set", po::value<std::vector<std::string>>()->composing());
  add("sweep", po::value<std::vector<std::string>>()->composing());
  add("seed", text_option());
}

std::vector<std::string> settings_of(const po::variables_map& arguments) {
  std::vector<std::string> settings;
  if (arguments.contains("set")) {
    settings = arguments["set"].as<std::vector<std::string>>();
  }
  // The order is significant: later settings win, so --seed overrides `--set seed=N`. A sweep travels as a
  // setting with a prefix, which the loader recognises.
  if (arguments.contains("sweep")) {
    for (const std::string& axis : arguments["sweep"].as<std::vector<std::string>>()) {
      settings.push_back(std::string(plan::kSweepOption) + axis);
    }
  }
  if (arguments.contains("seed")) {
    settings.push_back("seed=" + arguments["seed"].as<std::string>());
  }
  return settings;
}

std::size_t worker_count(const po::variables_map& arguments) {
  if (!arguments.contains("jobs")) {
    return std::max(1U, std::thread::hardware_concurrency());  // which returns 0 if it is unknown
  }
  const int count = arguments["jobs"].as<int>();
  if (count < 1) {
    throw InputError(fmt::format("-j {}: expected at least 1", count));
  }
  return static_cast<std::size_t>(count);
}

study::StudyInputs load_inputs(const po::variables_map& arguments) {
  study::StudyInputs study =
      study::load_inputs(arguments[kScenario].as<std::string>(), settings_of(arguments));
  for (const Diagnostic& warning : study.warnings) {
    remark(format(warning, "warning") + "\n");
  }
  return study;
}

}  // namespace dimsim::cli
