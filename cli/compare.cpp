#include "dimsim/analysis/comparison.hpp"
#include "dimsim/analysis/result_files.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/comparison_data.hpp"
#include "dimsim/cli/text/comparison_grid.hpp"
#include "dimsim/cli/text/comparison_table.hpp"
#include "dimsim/cli/text/replication_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text_file.hpp"

#include <algorithm>

#include <fmt/format.h>

// Two kinds of comparison share one command, because the user asks the same question of both. If files keep
// their requests and have one replication, requests are paired one by one (analysis::compare). With
// replications, or without requests, whole runs are paired by replication (analysis::compare_replications).
// The second kind also serves --metrics, --pareto and --across, which concern metrics of whole runs.

namespace dimsim::cli {

namespace {

const TextKind kComparisonJson{.name = "dimsim comparison", .mark = kComparisonFormat, .option = "--json"};
constexpr const char* kComparedMetrics = "latency.mean,energy.total,cost.lambda,accuracy";
// Both CSV formats begin with the same three columns, so kComparisonCsv accepts either when a file is
// replaced, and kReplicationCsv only its own.
const TextKind kReplicationCsv{.name = "dimsim comparison",
                               .mark = "file,scenario,point,labels,policy,baseline,metric",
                               .option = "--csv"};
const TextKind kComparisonCsv{.name = "dimsim comparison", .mark = kComparisonHeader, .option = "--csv"};

po::options_description compare_options() {
  po::options_description options;
  auto add = options.add_options();
  add("baseline", text_option()->default_value("all-cloud", ""));
  add("policies", text_option());
  add("grid", "");
  add("metrics", text_option());
  add("across", "");
  add("pareto", text_option());
  add("json", text_option());
  add("csv", text_option());
  return options;
}

/// The value of file_option. Throws InputError if that file exists and is of another kind.
std::string output_target(const po::variables_map& arguments, const char* option, const TextKind& kind) {
  std::string name = file_option(arguments, option);
  if (!name.empty() && name != kStdout) {
    check_replaceable(name, kind);
  }
  return name;
}

void check_targets(const std::string& json, const std::string& csv) {
  if (!json.empty() && !csv.empty() && is_same_file(json, csv)) {
    throw InputError(json == kStdout ? "--json and --csv both write to stdout"
                                     : fmt::format("--json and --csv name the same file, '{}'", json),
                     "name two files");
  }
}

/// Keeps only the policies of --policies and the baseline, to which their rows refer.
void keep_policies(std::vector<analysis::PointComparison>& points, const po::variables_map& arguments,
                   const std::string& baseline) {
  if (!arguments.contains("policies")) {
    return;
  }
  std::vector<std::string> wanted = option_names(arguments, "policies");
  std::vector<std::string> known;
  for (const analysis::PointComparison& point : points) {
    for (const analysis::PolicyComparison& policy : point.policies) {
      if (std::find(known.begin(), known.end(), policy.policy) == known.end()) {
        known.push_back(policy.policy);
      }
    }
  }
  // A policy may be missing at some points, but one that is missing everywhere is a typing error.
  for (const std::string& name : wanted) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError(fmt::format("--policies: no result file contains the policy {}", quote(name)),
                       suggestion(name, known));
    }
  }
  wanted.push_back(baseline);
  for (analysis::PointComparison& point : points) {
    std::erase_if(point.policies, [&wanted](const analysis::PolicyComparison& policy) {
      return std::find(wanted.begin(), wanted.end(), policy.policy) == wanted.end();
    });
  }
}

/// Whether runs are paired by replication rather than requests one by one. True if any file lacks requests or
/// has several replications, or if an option needs it.
bool is_by_replication(const std::vector<analysis::ResultReader>& results,
                       const po::variables_map& arguments) {
  const bool needs_metrics =
      arguments.contains("metrics") || arguments.contains("pareto") || arguments.contains("across");
  return needs_metrics ||
         std::any_of(results.begin(), results.end(), [](const analysis::ResultReader& result) {
           return !result.keeps_requests() ||
                  std::any_of(result.runs().begin(), result.runs().end(),
                              [](const analysis::RunEntry& run) { return run.replication > 0; });
         });
}

/// The baseline of --baseline; without that option all-cloud if the file has it, or else the first policy. A
/// named baseline is returned even if it is absent: compare_replications() then reports it with suggestions.
std::string baseline_of(const analysis::ResultReader& result, const po::variables_map& arguments) {
  const std::string& named = arguments["baseline"].as<std::string>();
  const bool is_present =
      std::any_of(result.runs().begin(), result.runs().end(),
                  [&named](const analysis::RunEntry& run) { return run.policy == named; });
  return is_present || !arguments["baseline"].defaulted() ? named : result.runs().front().policy;
}

void write_if_file(const std::string& name, const TextKind& kind, const std::string& text) {
  if (!name.empty() && name != kStdout) {
    TextFile(name, kind).write(text);
  }
}

void compare_by_replication(const std::vector<analysis::ResultReader>& results,
                            const po::variables_map& arguments, const std::string& json,
                            const std::string& csv) {
  if (arguments.contains("grid")) {
    throw InputError("--grid requires result files that keep their requests",
                     "omit it, or run the study with `keep_requests: yes`");
  }
  if (arguments.contains("across") && results.size() < 2) {
    throw InputError("--across: expected at least two files", "name the reference file first");
  }
  if (arguments.contains("across") && !arguments["baseline"].defaulted()) {
    throw InputError("--across and --baseline cannot be combined: the reference is either a file or a policy",
                     "omit one of them");
  }
  const analysis::ReplicationQuestion question{.baseline = baseline_of(results.front(), arguments),
                                               .policies = option_names(arguments, "policies"),
                                               .metrics = arguments.contains("metrics")
                                                              ? option_names(arguments, "metrics")
                                                              : split_at_commas(kComparedMetrics),
                                               .front = option_names(arguments, "pareto"),
                                               .is_across_files = arguments.contains("across")};
  const analysis::ReplicationComparison comparison = analysis::compare_replications(results, question);
  const std::string as_json = replication_json(comparison);
  const std::string as_csv = replication_csv(comparison);
  write_if_file(json, kComparisonJson, as_json);
  write_if_file(csv, kReplicationCsv, as_csv);
  print(json == kStdout  ? as_json
        : csv == kStdout ? as_csv
                         : replication_table(comparison, colour_is_wanted()));
}

}  // namespace

void compare_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "compare"}, compare_options(), arguments);
  if (!read) {
    return;
  }
  // Output files are checked first: reading large results only to refuse the output would waste the user's
  // time.
  const std::string json = output_target(*read, "json", kComparisonJson);
  const std::string csv = output_target(*read, "csv", kComparisonCsv);
  check_targets(json, csv);
  const std::vector<analysis::ResultReader> results =
      analysis::open_results((*read)[kResultFiles].as<std::vector<std::string>>());
  if (is_by_replication(results, *read)) {
    compare_by_replication(results, *read, json, csv);
    return;
  }
  const std::string& baseline = (*read)["baseline"].as<std::string>();
  auto points = analysis::compare(results, baseline);
  keep_policies(points, *read, baseline);
  // Both texts exist before the first file is written, so that an error leaves no file without its companion.
  const std::string as_json = comparison_json(points, baseline);
  const std::string as_csv = comparison_csv(points, baseline);
  write_if_file(json, kComparisonJson, as_json);
  write_if_file(csv, kComparisonCsv, as_csv);
  print(json == kStdout          ? as_json
        : csv == kStdout         ? as_csv
        : read->contains("grid") ? comparison_grid(points, baseline, colour_is_wanted())
                                 : comparison_table(points, baseline, colour_is_wanted()));
}

}  // namespace dimsim::cli
