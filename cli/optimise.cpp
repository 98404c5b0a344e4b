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

namespace dimsim::cli {

namespace {

constexpr const char* kStdout = "-";
constexpr int kMostGrid = 100;
constexpr int kMostEvaluations = 10'000;

const TextKind kTrials{.name = "dimsim trials", .mark = kTrialsFormat, .option = "--json"};

Manual manual() {
  return {
      .command = "optimise",
      .positional = {kScenario},
      .text =
          "Looks for the policy and the values that make a metric smallest (or largest) and keep others "
          "within "
          "limits: the cheapest deployment with an accuracy of at least 80 %, say, and a 95th percentile of "
          "latency of at most 50 ms.\n\n"
          "Every policy of the scenario is a candidate. --vary names what else may be chosen: values of a "
          "list, "
          "whole numbers from one to another, or any value of a range. First all combinations are tried, "
          "with "
          "--grid values of each range; then the ranges are searched from the best combinations on, without "
          "derivatives (COBYLA of NLopt). All candidates meet the same requests, so that differences come "
          "from "
          "the values; how sure each figure is, `replications` or `precision` in the scenario tell.\n\n"
          "Prints what was tried, best first, what each limit says of it, and the command that runs the "
          "best. "
          "A limit is taken by the estimate; ~ marks those whose 95 % interval reaches over the limit.\n\n"
          "Exit status: 0 done, 1 it failed while running, or nothing keeps the limits, 2 wrong usage or "
          "input.",
      .examples = {
          "dimsim optimise scenarios/quickstart.yaml --minimise cost.lambda --subject-to 'accuracy >= 80%'",
          "dimsim optimise my.yaml --minimise cost.usd_per_1000 --subject-to 'latency.p95 <= 50 ms' --vary "
          "'deployment.tiers.edge.hosts.0.count=1..4' --vary 'policies.early-exit.thresholds.0=0.5..0.99'",
          "dimsim optimise my.yaml --maximise accuracy --subject-to 'energy.mobile <= 0.2 J' --json -"}};
}

po::options_description optimise_options() {
  using Texts = std::vector<std::string>;
  po::options_description options;
  options.add_options()("minimise", text_option("METRIC"), "make this metric smallest")(
      "maximise", text_option("METRIC"), "make this metric largest")(
      "subject-to", po::value<Texts>()->value_name("LIMIT")->composing(),
      "keep a metric within a limit, such as 'latency.p95 <= 50 ms' or 'accuracy >= 80%'; may be repeated")(
      "vary", po::value<Texts>()->value_name("PATH=VALUES")->composing(),
      "choose among values: [a, b], 1..4 (whole numbers), 0.5..0.99, 1Mbps..50Mbps/log; may be repeated")(
      "grid", po::value<int>()->value_name("N")->default_value(5),
      "values of each range that are tried first")(
      "evaluations", po::value<int>()->value_name("N")->default_value(30), "runs of each search, at most")(
      "jobs,j", po::value<int>()->value_name("N"),
      "simulate N runs at the same time; default: one per processor");
  add_scenario_options(options);
  options.add_options()("json", text_option("FILE"),
                        "write all trials as JSON; with - to stdout, in place of the table")(
      "quiet,q", "say nothing on stderr unless something is wrong");
  return options;
}

std::size_t count_of(const po::variables_map& arguments, const char* option, int least, int most) {
  const int count = arguments[option].as<int>();
  if (count < least || count > most) {
    throw InputError(fmt::format("--{} {}: expected {} to {}", option, count, least, most));
  }
  return static_cast<std::size_t>(count);
}

study::Goal goal_of(const po::variables_map& arguments) {
  const bool smallest = arguments.contains("minimise");
  if (smallest == arguments.contains("maximise")) {
    throw InputError("expected one of --minimise METRIC and --maximise METRIC",
                     "--minimise cost.usd_per_1000, for example");
  }
  study::Goal goal{.metric = arguments[smallest ? "minimise" : "maximise"].as<std::string>(),
                   .is_largest = !smallest,
                   .limits = {}};
  if (arguments.contains("subject-to")) {
    for (const std::string& text : arguments["subject-to"].as<std::vector<std::string>>()) {
      goal.limits.push_back(study::Limit::parse(text));
    }
  }
  return goal;
}

study::OptimiseOptions options_of(const po::variables_map& arguments) {
  study::OptimiseOptions options;
  options.scenario = arguments[kScenario].as<std::string>();
  options.settings = settings_of(arguments);
  options.goal = goal_of(arguments);
  options.grid = count_of(arguments, "grid", 1, kMostGrid);
  options.evaluations = count_of(arguments, "evaluations", 1, kMostEvaluations);
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
  const auto read = read_arguments(manual(), optimise_options(), arguments);
  if (!read) {
    return;
  }
  study::OptimiseOptions options = options_of(*read);
  const std::string json = read->contains("json") ? (*read)["json"].as<std::string>() : "";
  const study::SignalWatch signals;
  const auto file = json.empty() || json == kStdout ? nullptr : std::make_unique<TextFile>(json, kTrials);
  const bool shows_progress = !read->contains("quiet") && progress_is_wanted();
  options.on_progress = [shows_progress](std::size_t tried) {
    if (shows_progress) {
      remark(fmt::format("\r\033[K{} tried", thousands(tried)));
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
  const study::Trial* best = study::best_of(trials);
  if (best == nullptr || !best->assessment.is_feasible()) {
    throw RunError("nothing that was tried keeps all limits");
  }
}

}  // namespace dimsim::cli
