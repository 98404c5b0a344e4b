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
#include <filesystem>

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

const TextKind kComparisonJson{.name = "dimsim comparison", .mark = kComparisonFormat, .option = "--json"};
constexpr const char* kComparedMetrics = "latency.mean,energy.total,cost.lambda,accuracy";
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

/// The file that an option names, or "" without the option.
std::string output_target(const po::variables_map& arguments, const char* option, const TextKind& kind) {
  if (!arguments.contains(option)) {
    return "";
  }
  std::string name = arguments[option].as<std::string>();
  if (name.empty()) {
    throw InputError(fmt::format("--{} '': expected the name of a file, or -", option));
  }
  if (name != kStdout) {
    check_replaceable(name, kind);
  }
  return name;
}

void check_targets(const std::string& json, const std::string& csv) {
  const auto whole = [](const std::string& name) {
    return std::filesystem::absolute(name).lexically_normal();
  };
  if (!json.empty() && !csv.empty() && whole(json) == whole(csv)) {
    throw InputError(json == kStdout ? "--json and --csv both write to stdout"
                                     : fmt::format("--json and --csv name the same file, '{}'", json),
                     "name two files");
  }
}

/// Leaves only the policies that --policies names, and the baseline.
void keep_policies(std::vector<analysis::PointComparison>& points, const po::variables_map& arguments,
                   const std::string& baseline) {
  if (!arguments.contains("policies")) {
    return;
  }
  std::vector<std::string> wanted = split_at_commas(arguments["policies"].as<std::string>());
  std::vector<std::string> known;
  for (const analysis::PointComparison& point : points) {
    for (const analysis::PolicyComparison& policy : point.policies) {
      if (std::find(known.begin(), known.end(), policy.policy) == known.end()) {
        known.push_back(policy.policy);
      }
    }
  }
  for (const std::string& name : wanted) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError(fmt::format("--policies: no result has a policy {}", quote(name)),
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

/// Whether files are compared by replication: where requests are not kept, or there are several replications,
/// or metrics are asked for.
bool is_by_replication(const std::vector<analysis::ResultReader>& results,
                       const po::variables_map& arguments) {
  const bool asks =
      arguments.contains("metrics") || arguments.contains("pareto") || arguments.contains("across");
  return asks || std::any_of(results.begin(), results.end(), [](const analysis::ResultReader& result) {
           return !result.keeps_requests() ||
                  std::any_of(result.runs().begin(), result.runs().end(),
                              [](const analysis::RunEntry& run) { return run.replication > 0; });
         });
}

/// The baseline that is named, or all-cloud where there is one, or the first policy.
std::string baseline_of(const analysis::ResultReader& result, const po::variables_map& arguments) {
  const std::string& named = arguments["baseline"].as<std::string>();
  const bool is_there = std::any_of(result.runs().begin(), result.runs().end(),
                                    [&named](const analysis::RunEntry& run) { return run.policy == named; });
  return is_there || !arguments["baseline"].defaulted() ? named : result.runs().front().policy;
}

std::vector<std::string> names_in_option(const po::variables_map& arguments, const char* option,
                                         const std::string& otherwise) {
  const std::string text = arguments.contains(option) ? arguments[option].as<std::string>() : otherwise;
  return text.empty() ? std::vector<std::string>{} : split_at_commas(text);
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
    throw InputError("--grid is for files that keep requests",
                     "leave it out, or run with `keep_requests: yes`");
  }
  if (arguments.contains("across") && results.size() < 2) {
    throw InputError("--across: expected two files or more", "name the one to compare with first");
  }
  if (arguments.contains("across") && !arguments["baseline"].defaulted()) {
    throw InputError("--across compares with the first file, and --baseline with a policy",
                     "leave one of them out");
  }
  const analysis::ReplicationQuestion question{
      .baseline = baseline_of(results.front(), arguments),
      .policies = names_in_option(arguments, "policies", ""),
      .metrics = names_in_option(arguments, "metrics", kComparedMetrics),
      .front = names_in_option(arguments, "pareto", ""),
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
