#include "dimsim/analysis/result_reader.hpp"

#include "dimsim/analysis/file_refusal.hpp"
#include "dimsim/analysis/result_points.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/columns/link_columns.hpp"
#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/read.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/columns/station_columns.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::analysis {

namespace {

// Result files of version 2 on have tables of points and runs. Version 1 has a group for each run and its
// points in the JSON summary; open() reads either into the same members, and everything else here uses only
// those.

using Json = nlohmann::ordered_json;

constexpr const char* kRunGroup = columns::run::kGroup;
constexpr const char* kRunTable = columns::runs::kTable;

/// The columns that fill a RequestRow. Bound by name, so that their order in the file is free.
const columns::RowLayout& request_layout() {
  using Row = RequestRow;
  namespace requests = columns::requests;
  static const auto layout = [] {
    columns::RowLayout made;
    made.bind(requests::arrival_s, &Row::arrival_s)
        .bind(requests::latency_s, &Row::latency_s)
        .bind(requests::lambda, &Row::lambda)
        .bind(requests::radio_j, &Row::radio_j)
        .bind(requests::compute_j, &Row::compute_j)
        .bind(requests::device, &Row::device)
        .bind(requests::sample, &Row::sample)
        .bind(requests::outcome, &Row::outcome)
        .bind(requests::correct, &Row::correct)
        .bind(requests::answered_tier, &Row::answered_tier)
        .bind(requests::measured, &Row::measured);
    return made;
  }();
  return layout;
}

/// A required attribute.
std::string text_attribute(const hdf5::File& file, std::string_view object, const std::string& attribute) {
  const auto value = file.text(object, attribute);
  if (!value) {
    refuse_file(file, fmt::format("'{}' has no attribute '{}', a text", object, attribute));
  }
  return *value;
}

double number_attribute(const hdf5::File& file, std::string_view object, const std::string& attribute) {
  const auto value = file.number(object, attribute);
  if (!value || !std::isfinite(*value)) {
    refuse_file(file, fmt::format("'{}' has no attribute '{}', a number", object, attribute));
  }
  return *value;
}

/// A whole number >= 0; `otherwise` if the attribute is missing.
std::int64_t count_attribute(const hdf5::File& file, const std::string& object, const std::string& attribute,
                             std::int64_t otherwise) {
  constexpr double kMost = 9e15;  // below 2^53, up to which every whole number is a double
  const auto value = file.number(object, attribute);
  if (value && !(*value >= 0 && *value <= kMost && *value == std::floor(*value))) {
    refuse_file(file, fmt::format("attribute '{}' of '{}' is {}; expected a whole number from 0 on",
                                  attribute, object, *value));
  }
  return value ? static_cast<std::int64_t>(*value) : otherwise;
}

void check_kind(const hdf5::File& file) {
  const auto format = file.text("/", "format");
  if (format != columns::kResultFormat) {
    refuse_file(file,
                fmt::format("is not a result file of dimsim: its attribute 'format' is {}, not '{}'",
                            format ? quote(*format) : "missing", columns::kResultFormat),
                "`dimsim run` writes result files");
  }
  const double version = number_attribute(file, "/", "version");
  // Older versions are read. What they lack is empty here, and functions that need it refuse the file.
  if (version > columns::kResultVersion) {
    refuse_file(
        file,
        fmt::format("is a result file of version {}, written by dimsim {}; this dimsim reads versions up "
                    "to {}",
                    version, file.text("/", "dimsim").value_or("?"), columns::kResultVersion),
        "use a newer dimsim");
  }
}

/// The groups of columns in versions that this program reads; empty for files from before groups existed.
std::vector<columns::GroupOfFile> groups_of(const hdf5::File& file) {
  try {
    const auto listed = file.text("/", columns::kGroupsAttribute);
    return listed ? columns::usable_groups(columns::groups_of_text(*listed))
                  : std::vector<columns::GroupOfFile>{};
  } catch (const InputError& error) {  // it does not name the file
    const Diagnostic& found = error.diagnostics().front();
    refuse_file(file, found.message, found.hint);
  }
}

/// Whether any row of a table of stations or links is marked as overloaded.
bool has_overloaded_row(const hdf5::File& file, const std::string& table) {
  if (!file.has_dataset(table) || file.kind(table) != hdf5::ElementKind::Table) {
    refuse_file(file, fmt::format("has no table '{}'", table));
  }
  const auto marks =
      columns::read(file, table, columns::stations::overloaded);  // the column of links is equal
  return std::any_of(marks.begin(), marks.end(), [](std::uint8_t mark) { return mark != 0; });
}

std::string request_table(const std::string& group) { return group + "/" + columns::requests::kTable; }

/// Called when the file is opened, so that a damaged file is refused before any work is done on it.
void check_request_table(const hdf5::File& file, const std::string& table) {
  if (!file.has_dataset(table) || file.kind(table) != hdf5::ElementKind::Table ||
      file.shape(table).size() != 1) {
    refuse_file(file, fmt::format("has no table '{}'", table));
  }
  request_layout().check(file, table);
}

/// Names of a run's tiers, from a JSON list.
std::vector<std::string> tiers_of(const hdf5::File& file, const std::string& group) {
  const Json names = Json::parse(text_attribute(file, group, columns::run::kTiers), nullptr, false);
  std::vector<std::string> tiers;
  for (const Json& name : names.is_array() ? names : Json::array()) {
    if (name.is_string()) {
      tiers.push_back(name.get<std::string>());
    }
  }
  // Requests refer to tiers by index, so an entry that is no text must not be skipped.
  if (tiers.empty() || tiers.size() != names.size()) {
    refuse_file(
        file, fmt::format("attribute '{}' of '{}' is not a JSON list of names", columns::run::kTiers, group));
  }
  return tiers;
}

/// A run of a file of version 1, whose facts are attributes of the run's group.
RunEntry run_entry(const hdf5::File& file, const std::string& group, std::size_t points) {
  check_request_table(file, request_table(group));
  RunEntry run{
      .group = group,
      .policy = text_attribute(file, group, "policy"),
      .point = static_cast<std::size_t>(count_attribute(file, group, "point", 0)),
      .replication = count_attribute(file, group, "replication", 0),
      .tiers = tiers_of(file, group),
      .requests = file.shape(request_table(group)).front(),
      .warm_up_end_s = number_attribute(file, group, std::string(columns::run::warm_up_end_s.name)),
      .last_arrival_s = number_attribute(file, group, std::string(columns::run::last_arrival_s.name)),
      .is_overloaded = has_overloaded_row(file, group + "/" + columns::stations::kTable) ||
                       has_overloaded_row(file, group + "/" + columns::links::kTable)};
  if (run.point >= points) {
    refuse_file(
        file, fmt::format("'{}' is of point {}, but there are {}, counted from 0", group, run.point, points));
  }
  return run;
}

std::vector<RunEntry> runs_of_table(const hdf5::File& file, std::size_t points) {
  namespace table = columns::runs;
  const auto policies = columns::read(file, kRunTable, table::policy);
  const auto point = columns::read(file, kRunTable, table::point);
  const auto replication = columns::read(file, kRunTable, table::replication);
  const auto arrived = columns::read(file, kRunTable, table::arrived);
  const auto warm_up_end_s = columns::read(file, kRunTable, table::warm_up_end_s);
  const auto last_arrival_s = columns::read(file, kRunTable, table::last_arrival_s);
  const auto overloaded = columns::read(file, kRunTable, table::overloaded);
  // A study keeps the requests of all its runs or of none.
  const bool keeps_requests = file.has_group(fmt::format("{}/0000", kRunGroup));
  std::vector<RunEntry> runs;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    if (point[i] >= points) {
      refuse_file(file, fmt::format("row {} of '{}' is of point {}, but there are {}, counted from 0", i,
                                    kRunTable, point[i], points));
    }
    // The group of a run is numbered by its row.
    RunEntry run{.group = keeps_requests ? fmt::format("{}/{:04}", kRunGroup, i) : "",
                 .policy = policies[i],
                 .point = point[i],
                 .replication = replication[i],
                 .tiers = {},
                 .requests = arrived[i],
                 .warm_up_end_s = warm_up_end_s[i],
                 .last_arrival_s = last_arrival_s[i],
                 .is_overloaded = overloaded[i] != 0};
    if (keeps_requests) {
      check_request_table(file, request_table(run.group));
      run.tiers = tiers_of(file, run.group);
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

/// Metrics are recognised by an attribute of their column: other versions may have other metrics.
std::vector<MetricColumn> metrics_of_table(const hdf5::File& file) {
  std::vector<MetricColumn> metrics;
  for (const std::string& column : file.columns(kRunTable)) {
    const auto name = file.text(kRunTable, columns::runs::kMetricPrefix + column);
    if (!name) {
      continue;
    }
    const std::string better = file.text(kRunTable, columns::runs::kBetterPrefix + column).value_or("");
    metrics.push_back({.name = *name,
                       .column = column,
                       .unit = file.text(kRunTable, "unit." + column).value_or(""),
                       .meaning = file.text(kRunTable, "description." + column).value_or(""),
                       .better = better == "larger"    ? statistics::Better::Larger
                                 : better == "smaller" ? statistics::Better::Smaller
                                                       : statistics::Better::Neither});
  }
  return metrics;
}

}  // namespace

ResultReader ResultReader::open(const std::filesystem::path& path) {
  ResultReader reader(hdf5::File::open(path));
  // The kind and the groups come first: for a trace, or a file with an unknown required group, any message
  // about its tables would be misleading.
  check_kind(reader.file_);
  reader.groups_ = groups_of(reader.file_);
  reader.seed_ = count_attribute(reader.file_, "/", "seed", 0);
  if (reader.file_.has_dataset(kRunTable)) {
    reader.read_tables();
  } else {
    reader.read_version_1();
  }
  if (reader.runs_.empty()) {
    refuse_file(reader.file_, "has no runs");
  }
  // The point of each run was checked when the runs were read, so the index below is valid.
  reader.runs_of_point_.resize(reader.points_.size());
  for (std::size_t i = 0; i < reader.runs_.size(); ++i) {
    reader.runs_of_point_[reader.runs_[i].point].push_back(i);
  }
  return reader;
}

void ResultReader::read_version_1() {
  PointsOfSummary summary = points_of_summary(file_);
  scenario_ = std::move(summary.scenario);
  points_ = std::move(summary.points);
  if (file_.has_group(kRunGroup)) {
    // HDF5 lists names alphabetically; their width of four digits is exceeded from run 10,000 on.
    std::vector<std::string> names = file_.names(kRunGroup);
    std::stable_sort(names.begin(), names.end(),
                     [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
    for (const std::string& run : names) {
      runs_.push_back(run_entry(file_, fmt::format("{}/{}", kRunGroup, run), points_.size()));
    }
  }
}

void ResultReader::read_tables() {
  scenario_ = text_attribute(file_, "/", "name");
  points_ = points_of_table(file_);
  runs_ = runs_of_table(file_, points_.size());
  metrics_ = metrics_of_table(file_);
}

const MetricColumn& ResultReader::metric(const std::string& name) const {
  std::vector<std::string> names;
  for (const MetricColumn& each : metrics_) {
    if (each.name == name) {
      return each;
    }
    names.push_back(each.name);
  }
  if (names.empty()) {  // only version 1 has no metrics at all
    refuse_file(file_,
                fmt::format("is a result file of version 1, which has no table of runs; expected version {}",
                            columns::kResultVersion),
                "run the scenario again");
  }
  refuse_file(file_, fmt::format("has no metric {}", quote(name)), suggestion(name, names));
}

std::vector<double> ResultReader::values(const MetricColumn& metric) const {
  return file_.read_column<double>(kRunTable, metric.column);
}

std::vector<double> ResultReader::latency_half_widths() const {
  return columns::read(file_, kRunTable, columns::runs::latency_ci95_s);
}

std::vector<SourceEntry> ResultReader::sources() const { return sources_of_text(attribute("sources")); }

bool ResultReader::has(const columns::Group& group) const {
  return std::any_of(groups_.begin(), groups_.end(),
                     [&group](const columns::GroupOfFile& each) { return each.name == group.name; });
}

std::string ResultReader::attribute(const std::string& name) const {
  return file_.text("/", name).value_or("");
}

std::string ResultReader::scenario_text(const RunEntry& run) const {
  // Each point has its own resolved scenario. The one of the file is right only if there is no sweep.
  const std::string group = fmt::format("{}/{:04}", columns::devices::kGroup, run.point);
  if (file_.has_group(group)) {
    if (const auto text = file_.text(group, "resolved_scenario")) {
      return *text;
    }
  }
  return points_.size() == 1 ? file_.text("/", "resolved_scenario").value_or("") : "";
}

void ResultReader::check_keeps_requests() const {
  if (!keeps_requests()) {
    refuse_file(file_, "does not keep its requests", "run the scenario with `--set keep_requests=yes`");
  }
}

std::size_t ResultReader::point(const std::string& name) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    names.push_back(points_[i].name());
    if (name == names.back() || name == std::to_string(i)) {
      return i;
    }
  }
  // Exact names and indices come first: the text on an axis may itself look like values.
  if (const std::optional<std::size_t> near = point_of_values(points_, name)) {
    return *near;
  }
  refuse_file(file_, fmt::format("has no point {}", quote(name)),
              names.size() == 1 ? "it has only one point: omit --point" : suggestion(name, names));
}

void ResultReader::read(const RunEntry& run, std::size_t first, std::size_t count,
                        std::vector<RequestRow>& rows) const {
  check_keeps_requests();
  rows.assign(count, {});
  // HDF5 converts each column to the type of its member and writes it at the member's offset.
  file_.read_rows(request_table(run.group), first, count, sizeof(RequestRow), request_layout().columns(),
                  std::as_writable_bytes(std::span(rows)).data());
}

}  // namespace dimsim::analysis
