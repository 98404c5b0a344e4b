#include "base/error.hpp"
#include "commands/command.hpp"
#include "commands/progress_line.hpp"
#include "commands/scenario_options.hpp"
#include "commands/terminal.hpp"
#include "commands/text_file.hpp"
#include "results/result_file.hpp"
#include "results/summary_json.hpp"
#include "results/table.hpp"
#include "study/study.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <thread>

#include <fmt/format.h>

namespace dimsim::commands {

namespace {

constexpr const char* kStdout = "-";

Manual manual() {
  return {.command = "run",
          .positional = {kScenario},
          .text =
              "Simulates every policy of a scenario on the same requests, prints a table that compares them, "
              "and writes a "
              "result file (HDF5) with every request, station and link, and the scenario itself.\n\n"
              "The result depends on the scenario and its seed alone: the same bytes come out whatever -j "
              "says. Result files "
              "are whole or absent; an older result of the same name is replaced, a file that is no dimsim "
              "result is "
              "not.\n\n"
              "Exit status: 0 done, 1 it failed while running, 2 wrong usage or input, 130 interrupted.",
          .examples = {"dimsim run scenarios/quickstart.yaml",
                       "dimsim run scenarios/quickstart.yaml --set network.access.bandwidth=5Mbps -o slow.h5",
                       "dimsim run my.yaml --seed 2 --json - | jq '.points[0].policies[].accuracy'"}};
}

po::options_description run_options() {
  po::options_description options;
  options.add_options()("output,o", text_option("FILE"),
                        "result file; default: results/NAME.h5, after the scenario's name");
  add_scenario_options(options);
  options.add_options()("jobs,j", po::value<int>()->value_name("N"),
                        "simulate N policies at the same time; default: one per processor")(
      "json", text_option("FILE"), "write the summary as JSON; with - to stdout, in place of the table")(
      "quiet,q", "say nothing on stderr unless something is wrong");
  return options;
}

std::size_t worker_count(const po::variables_map& arguments) {
  if (!arguments.contains("jobs")) {
    return std::max(1U, std::thread::hardware_concurrency());
  }
  const int count = arguments["jobs"].as<int>();
  if (count < 1) {
    throw InputError(fmt::format("-j {}: expected at least 1", count));
  }
  return static_cast<std::size_t>(count);
}

/// The scenario's name without what does not belong into a file's.
std::string file_stem(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '/' || c == '\0' || c == '\n'; }, '-');
  return name.empty() || name.front() == '.' ? "_" + name : name;
}

std::filesystem::path result_path(const po::variables_map& arguments, const scenario::Scenario& scenario) {
  if (arguments.contains("output")) {
    const std::string& name = arguments["output"].as<std::string>();
    if (name.empty() || name == kStdout) {
      throw InputError(fmt::format("-o '{}': expected the name of a file", name),
                       "a result file cannot go to stdout; --json - prints the summary there");
    }
    return name;
  }
  const std::filesystem::path folder = "results";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw RunError(fmt::format("cannot make the folder '{}': {}; choose a result file with -o",
                               folder.string(), error.message()));
  }
  return folder / (file_stem(scenario.name) + ".h5");
}

const TextKind kSummary{.name = "dimsim summary", .mark = "dimsim.summary", .option = "--json"};

/// What `run` was asked for.
struct Wanted {
  std::size_t workers = 1;
  bool quiet = false;
  std::filesystem::path result;
  std::string json;  ///< file, kStdout, or ""
};

std::string json_text(std::span<const results::Summary> points) {
  return results::to_text(results::to_json(points)) + "\n";
}

/// Runs all policies of all points and writes the files.
std::vector<results::Summary> simulate(const std::vector<study::Inputs>& points, const Wanted& wanted) {
  const study::SignalWatch signals;  // first, so that an interrupt finds no file that nobody removes
  results::ResultFile file(wanted.result);
  const auto json = wanted.json.empty() || wanted.json == kStdout
                        ? nullptr
                        : std::make_unique<TextFile>(wanted.json, kSummary);
  std::vector<results::Summary> summaries;
  std::map<std::filesystem::path, std::string> fingerprints;
  for (const study::Inputs& point : points) {
    std::string& fingerprint = fingerprints[point.trace->file];
    if (fingerprint.empty()) {
      fingerprint = trace::fingerprint(point.trace->file);
    }
    file.add_point(point.scenario, fingerprint);
    summaries.push_back(results::make_summary(point.scenario, *point.trace));
  }
  {
    ProgressLine line(!wanted.quiet && progress_is_wanted());
    study::run(points, {wanted.workers, [&line](const study::Progress& progress) { line.show(progress); }},
               signals, [&](std::size_t point, const results::RunResult& run) {
                 summaries[point].policies.push_back(results::summarise(run));
                 file.add(point, run, [&signals] { signals.check(); });
               });
  }
  signals.check();
  file.finish(points.front().scenario, summaries);
  if (json) {
    json->write(json_text(summaries));
  }
  return summaries;
}

}  // namespace

void run_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(manual(), run_options(), arguments);
  if (!read) {
    return;
  }
  Wanted wanted{.workers = worker_count(*read),
                .quiet = read->contains("quiet"),
                .result = {},
                .json = read->contains("json") ? (*read)["json"].as<std::string>() : ""};
  if (read->contains("json") && wanted.json.empty()) {
    throw InputError("--json '': expected the name of a file, or -");
  }
  const std::vector<study::Inputs> points = load_inputs(*read);
  wanted.result = result_path(*read, points.front().scenario);
  if (!wanted.json.empty() && std::filesystem::absolute(wanted.json).lexically_normal() ==
                                  std::filesystem::absolute(wanted.result).lexically_normal()) {
    throw InputError(fmt::format("-o and --json name the same file, '{}'", wanted.json), "name two files");
  }
  const std::vector<results::Summary> summaries = simulate(points, wanted);
  print(wanted.json == kStdout ? json_text(summaries) : results::table(summaries, colour_is_wanted()));
  if (!wanted.quiet) {
    remark(fmt::format("Result file: {}\n", wanted.result.string()));
  }
}

}  // namespace dimsim::commands
