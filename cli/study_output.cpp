#include "dimsim/cli/study_output.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/cli/text/summary_table.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/results/summary_json.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// `run` and `merge` end alike, with a table or JSON on stdout and the name of the file on stderr. `merge` of
// all shards must print what `run` of the whole study prints, so both use this class.

namespace dimsim::cli {

namespace {

constexpr std::size_t kMostListedFailures =
    20;  ///< listed individually; more would hide the table above them

const TextKind kSummaryJson{.name = "dimsim summary", .mark = "dimsim.summary", .option = "--json"};

std::string json_text(std::span<const results::Summary> points) {
  return results::to_text(results::to_json(points)) + "\n";
}

}  // namespace

void add_output_options(po::options_description& options) {
  auto add = options.add_options();
  add("json", text_option());
  add("quiet,q", "");
}

StudyOutput::StudyOutput(const po::variables_map& arguments, std::filesystem::path result)
    : result_(std::move(result)), json_(file_option(arguments, "json")), quiet_(arguments.contains("quiet")) {
  if (!json_.empty() && is_same_file(json_, result_)) {
    throw InputError(fmt::format("-o and --json name the same file, '{}'", json_), "name two files");
  }
}

void StudyOutput::open() {
  if (!json_.empty() && json_ != kStdout) {
    json_file_ = std::make_unique<TextFile>(json_, kSummaryJson);
  }
}

void StudyOutput::show(std::span<const results::Summary> points) {
  // The file before stdout: a closed pipe must not cost the user the summary.
  if (json_file_) {
    json_file_->write(json_text(points));
  }
  print(json_ == kStdout ? json_text(points) : summary_table(points, colour_is_wanted()));
  if (!quiet_) {
    remark(fmt::format("Result file: {}\n", result_.string()));
  }
  // Last: the table of the runs that succeeded is useful, but the exit status must reveal that some failed.
  std::vector<std::string> reasons;
  for (const results::Summary& point : points) {
    for (const results::FailedRun& run : point.failed) {
      reasons.push_back(run.reason);
    }
  }
  if (!reasons.empty()) {
    throw RunError(failures_text(reasons));
  }
}

std::string failures_text(const std::vector<std::string>& reasons) {
  std::string text;
  for (std::size_t i = 0; i < std::min(reasons.size(), kMostListedFailures); ++i) {
    text += "\n  " + reasons[i];
  }
  if (reasons.size() > kMostListedFailures) {
    text += fmt::format("\n  and {} more", reasons.size() - kMostListedFailures);
  }
  return fmt::format("{} failed and {} no result:{}", counted(reasons.size(), "run"),
                     reasons.size() == 1 ? "has" : "have", text);
}

}  // namespace dimsim::cli
