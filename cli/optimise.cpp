#include "dimsim/study/optimise.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/scenario_options.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/trials_text.hpp"
#include "dimsim/cli/text_file.hpp"

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

// The search is in study/optimise.hpp; this command only converts options and shows the trials. The options
// --grid and --evaluations have limits, which catch typing errors: the number of trials is the grid to the
// power of the number of variables.

namespace dimsim::cli {

namespace {

constexpr int kMostGrid = 100;
constexpr int kMostEvaluations = 10'000;

const TextKind kTrialsJson{.name = "dimsim trials", .mark = kTrialsFormat, .option = "--json"};

po::options_description optimise_options() {
  using Texts = std::vector<std::string>;
  po::options_description options;
  auto add = options.add_options();
  add("minimise", text_option());
  add("maximise", text_option());
  add("subject-to", po::value<Texts>()->composing());
  add("vary", po::value<Texts>()->composing());
  add("grid", po::value<int>()->default_value(5));
  add("evaluations", po::value<int>()->default_value(30));
  add("jobs,j", po::value<int>());
  add_scenario_options(options);
  add("json", text_option());
  add("quiet,q", "");
  return options;
}

std::size_t count_in_range(const po::variables_map& arguments, const char* option, int least, int most) {
  const int count = arguments[option].as<int>();
  if (count < least || count > most) {
    throw InputError(fmt::format("--{} {}: expected {} to {}", option, count, least, most));
  }
  return static_cast<std::size_t>(count);
}

// Two options rather than one with a direction: the command then reads like the problem.
study::Goal goal_of(const po::variables_map& arguments) {
  const bool is_minimised = arguments.contains("minimise");
  if (is_minimised == arguments.contains("maximise")) {
    throw InputError("expected either --minimise METRIC or --maximise METRIC",
                     "for example, --minimise cost.usd_per_1000");
  }
  study::Goal goal{.metric = arguments[is_minimised ? "minimise" : "maximise"].as<std::string>(),
                   .is_largest = !is_minimised,
                   .limits = {}};
  if (arguments.contains("subject-to")) {
    for (const std::string& text : arguments["subject-to"].as<std::vector<std::string>>()) {
      goal.limits.push_back(study::Limit::parse(text));
    }
  }
  return goal;
}

study::OptimiseOptions optimise_request(const po::variables_map& arguments) {
  study::OptimiseOptions options;
  options.scenario = arguments[kScenario].as<std::string>();
  options.settings = settings_of(arguments);
  options.goal = goal_of(arguments);
  options.grid = count_in_range(arguments, "grid", 1, kMostGrid);
  options.evaluations = count_in_range(arguments, "evaluations", 1, kMostEvaluations);
  options.workers = worker_count(arguments);
  if (arguments.contains("vary")) {
    for (const std::string& text : arguments["vary"].as<std::vector<std::string>>()) {
      options.variables.push_back(study::Variable::parse(text));
    }
  }
  return options;
}

}  // namespace

void optimise_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "optimise"}, optimise_options(), arguments);
  if (!read) {
    return;
  }
  study::OptimiseOptions options = optimise_request(*read);
  const std::string json = file_option(*read, "json");
  // Created before the output file, so that an interrupt removes its temporary; the file before the search,
  // so that an unwritable folder shows before hours of simulation.
  const study::SignalWatch signals;
  const auto file = json.empty() || json == kStdout ? nullptr : std::make_unique<TextFile>(json, kTrialsJson);
  const bool shows_progress = !read->contains("quiet") && progress_is_wanted();
  options.on_progress = [shows_progress](std::size_t tried) {
    if (shows_progress) {
      remark(fmt::format("\r\033[K{} evaluated", thousands(tried)));
    }
  };
  const std::vector<study::Trial> trials = study::optimise(options, signals);
  if (shows_progress) {
    remark("\r\033[K");
  }
  const std::string as_json = trials_json(trials, options);
  if (file) {
    file->write(as_json);
  }
  print(json == kStdout ? as_json : trials_table(trials, options, colour_is_wanted()));
  // An infeasible problem is a failure for scripts, but its trials were printed above: they show which limit
  // is missed.
  const study::Trial* best = study::best_of(trials);
  if (best == nullptr || !best->assessment.is_feasible()) {
    throw RunError("no candidate satisfies all limits");
  }
}

}  // namespace dimsim::cli
