#include "dimsim/base/error.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/scenario_options.hpp"
#include "dimsim/cli/text/sweep_script_text.hpp"
#include "dimsim/cli/text/terminal.hpp"

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

constexpr int kMostShards = 10'000;  // a sanity limit; Slurm's own is its MaxArraySize

po::options_description sweep_script_options() {
  po::options_description options;
  auto add = options.add_options();
  add("shards", po::value<int>()->required());
  add("output,o", text_option());
  add("dimsim", text_option()->default_value("dimsim", ""));
  add_scenario_options(options);
  return options;
}

/// The scenario options as they were given, for `dimsim run` in the script. Every task resolves them anew, so
/// the script stays readable and an edited scenario takes effect.
std::vector<std::string> forwarded_options(const po::variables_map& arguments) {
  std::vector<std::string> options;
  for (const char* option : {"set", "sweep"}) {
    if (arguments.contains(option)) {
      for (const std::string& value : arguments[option].as<std::vector<std::string>>()) {
        options.insert(options.end(), {std::string("--") + option, value});
      }
    }
  }
  if (arguments.contains("seed")) {
    options.insert(options.end(), {"--seed", arguments["seed"].as<std::string>()});
  }
  return options;
}

// The units of which shards are made: runs of all policies in one replication. With a precision, the number
// of replications is decided while the point runs, so a point cannot be divided.
std::size_t work_units(const std::vector<study::Inputs>& points) {
  std::size_t count = 0;
  for (const study::Inputs& point : points) {
    count += point.description.precision ? 1 : point.description.replications;
  }
  return count;
}

}  // namespace

void sweep_script_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "sweep-script"}, sweep_script_options(), arguments);
  if (!read) {
    return;
  }
  const int shards = (*read)["shards"].as<int>();
  if (shards < 1 || shards > kMostShards) {
    throw InputError(fmt::format("--shards {}: expected 1 to {}", shards, kMostShards));
  }
  // The scenario is checked here, since an error in the job would appear only after hours in the queue.
  const study::StudyInputs study = load_inputs(*read);
  const scenario::Scenario& first = study.points.front().scenario;
  SweepScript script{.dimsim = (*read)["dimsim"].as<std::string>(),
                     .scenario = (*read)[kScenario].as<std::string>(),
                     .options = forwarded_options(*read),
                     .result = read->contains("output") ? (*read)["output"].as<std::string>()
                                                        : fmt::format("results/{}.h5", first.name),
                     .name = first.name,
                     .shards = static_cast<std::size_t>(shards),
                     .cluster = study.settings.cluster};
  print(sweep_script(script));
  if (const std::size_t pieces = work_units(study.points); script.shards > pieces) {
    remark(fmt::format("{} shards, but only {}: some tasks will have nothing to do\n", shards,
                       fmt::format("{} {}", pieces, pieces == 1 ? "unit of work" : "units of work")));
  }
}

}  // namespace dimsim::cli
