#include "dimsim/analysis/result_reader.hpp"

#include "dimsim/analysis/result_columns.hpp"
#include "dimsim/analysis/result_points.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace dimsim::analysis {

namespace {

using Json = nlohmann::ordered_json;
using hdf5::NumberType;

constexpr const char* kFormat = "dimsim.result";
constexpr const char* kRuns = "/runs";
constexpr const char* kRunTable = "/run_table";

const std::array<hdf5::Column, 11> kColumns{{
    {.name = "arrival_s", .type = NumberType::Double, .offset = offsetof(RequestRow, arrival_s)},
    {.name = "latency_s", .type = NumberType::Double, .offset = offsetof(RequestRow, latency_s)},
    {.name = "lambda", .type = NumberType::Double, .offset = offsetof(RequestRow, lambda)},
    {.name = "radio_j", .type = NumberType::Double, .offset = offsetof(RequestRow, radio_j)},
    {.name = "compute_j", .type = NumberType::Double, .offset = offsetof(RequestRow, compute_j)},
    {.name = "device", .type = NumberType::Uint32, .offset = offsetof(RequestRow, device)},
    {.name = "sample", .type = NumberType::Uint32, .offset = offsetof(RequestRow, sample)},
    {.name = "outcome", .type = NumberType::Uint8, .offset = offsetof(RequestRow, outcome)},
    {.name = "correct", .type = NumberType::Uint8, .offset = offsetof(RequestRow, correct)},
    {.name = "answered_tier", .type = NumberType::Uint8, .offset = offsetof(RequestRow, answered_tier)},
    {.name = "measured", .type = NumberType::Uint8, .offset = offsetof(RequestRow, measured)},
}};

[[noreturn]] void refuse(const hdf5::File& file, const std::string& message,
                         const std::string& hint = "has something else written or changed it?") {
  throw InputError(file_place(file.name().string()), message, hint);
}

/// An attribute that must be there.
std::string text(const hdf5::File& file, std::string_view object, const std::string& attribute) {
  const auto value = file.text(object, attribute);
  if (!value) {
    refuse(file, fmt::format("'{}' has no attribute '{}', a text", object, attribute));
  }
  return *value;
}

double number(const hdf5::File& file, std::string_view object, const std::string& attribute) {
  const auto value = file.number(object, attribute);
  if (!value || !std::isfinite(*value)) {
    refuse(file, fmt::format("'{}' has no attribute '{}', a number", object, attribute));
  }
  return *value;
}

/// A whole number from 0 on; `otherwise` where there is none.
std::int64_t count(const hdf5::File& file, const std::string& object, const std::string& attribute,
                   std::int64_t otherwise) {
  constexpr double kMost = 9e15;
  const auto value = file.number(object, attribute);
  if (value && !(*value >= 0 && *value <= kMost && *value == std::floor(*value))) {
    refuse(file, fmt::format("attribute '{}' of '{}' is {}; expected a whole number from 0 on", attribute,
                             object, *value));
  }
  return value ? static_cast<std::int64_t>(*value) : otherwise;
}

void check_kind(const hdf5::File& file) {
  const auto format = file.text("/", "format");
  if (format != kFormat) {
    refuse(file,
           fmt::format("is not a result file of dimsim: its attribute 'format' is {}, not '{}'",
                       format ? quote(*format) : "missing", kFormat),
           "`dimsim run` writes result files");
  }
  const double version = number(file, "/", "version");
  if (version > ResultReader::kNewestVersion) {
    refuse(file,
           fmt::format("is a result file of version {}, written by dimsim {}; this dimsim reads versions up "
                       "to {}",
                       version, file.text("/", "dimsim").value_or("?"), ResultReader::kNewestVersion),
           "use a dimsim that is as new");
  }
}

/// Whether any row of a table of stations or links has its mark.
bool any_overloaded(const hdf5::File& file, const std::string& table) {
  if (!file.has_dataset(table) || file.kind(table) != hdf5::ElementKind::Table) {
    refuse(file, fmt::format("has no table '{}'", table));
  }
  const auto marks = file.read_column<std::uint8_t>(table, "overloaded");
  return std::any_of(marks.begin(), marks.end(), [](std::uint8_t mark) { return mark != 0; });
}

void check_requests(const hdf5::File& file, const std::string& table) {
  if (!file.has_dataset(table) || file.kind(table) != hdf5::ElementKind::Table ||
      file.shape(table).size() != 1) {
    refuse(file, fmt::format("has no table '{}'", table));
  }
  check_columns(file, table, kColumns);
}

/// Names of a run's tiers, a JSON list.
std::vector<std::string> tiers_of(const hdf5::File& file, const std::string& group) {
  const Json names = Json::parse(text(file, group, "tiers"), nullptr, false);
  std::vector<std::string> tiers;
  for (const Json& name : names.is_array() ? names : Json::array()) {
    if (name.is_string()) {
      tiers.push_back(name.get<std::string>());
    }
  }
  if (tiers.empty() || tiers.size() != names.size()) {
    refuse(file, fmt::format("attribute 'tiers' of '{}' is not a JSON list of names", group));
  }
  return tiers;
}

RunEntry run_entry(const hdf5::File& file, const std::string& group, std::size_t points) {
  check_requests(file, group + "/requests");
  RunEntry run{
      .group = group,
      .policy = text(file, group, "policy"),
      .point = static_cast<std::size_t>(count(file, group, "point", 0)),
      .replication = count(file, group, "replication", 0),
      .tiers = tiers_of(file, group),
      .requests = file.shape(group + "/requests").front(),
      .warm_up_end_s = number(file, group, "warm_up_end_s"),
      .last_arrival_s = number(file, group, "last_arrival_s"),
      .is_overloaded = any_overloaded(file, group + "/stations") || any_overloaded(file, group + "/links")};
  if (run.point >= points) {
    refuse(file,
           fmt::format("'{}' is of point {}, but there are {}, counted from 0", group, run.point, points));
  }
  return run;
}

std::vector<RunEntry> runs_of_table(const hdf5::File& file, std::size_t points) {
  const std::vector<std::string> policies = file.read_texts(kRunTable, "policy");
  const auto point = file.read_column<std::uint64_t>(kRunTable, "point");
  const auto replication = file.read_column<std::int64_t>(kRunTable, "replication");
  const auto arrived = file.read_column<std::uint64_t>(kRunTable, "arrived");
  const auto warm_up_end_s = file.read_column<double>(kRunTable, "warm_up_end_s");
  const auto last_arrival_s = file.read_column<double>(kRunTable, "last_arrival_s");
  const auto overloaded = file.read_column<std::uint8_t>(kRunTable, "overloaded");
  const bool keeps_requests = file.has_group(fmt::format("{}/0000", kRuns));
  std::vector<RunEntry> runs;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    if (point[i] >= points) {
      refuse(file, fmt::format("row {} of '{}' is of point {}, but there are {}, counted from 0", i,
                               kRunTable, point[i], points));
    }
    RunEntry run{.group = keeps_requests ? fmt::format("{}/{:04}", kRuns, i) : "",
                 .policy = policies[i],
                 .point = point[i],
                 .replication = replication[i],
                 .tiers = {},
                 .requests = arrived[i],
                 .warm_up_end_s = warm_up_end_s[i],
                 .last_arrival_s = last_arrival_s[i],
                 .is_overloaded = overloaded[i] != 0};
    if (keeps_requests) {
      check_requests(file, run.group + "/requests");
      run.tiers = tiers_of(file, run.group);
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

std::vector<MetricColumn> metrics_of_table(const hdf5::File& file) {
  std::vector<MetricColumn> metrics;
  for (const std::string& column : file.columns(kRunTable)) {
    const auto name = file.text(kRunTable, "metric." + column);
    if (!name) {
      continue;
    }
    const std::string better = file.text(kRunTable, "better." + column).value_or("");
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
  check_kind(reader.file_);
  reader.seed_ = count(reader.file_, "/", "seed", 0);
  if (reader.file_.has_dataset(kRunTable)) {
    reader.read_tables();
  } else {
    reader.read_version_1();
  }
  if (reader.runs_.empty()) {
    refuse(reader.file_, "has no runs");
  }
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
  if (file_.has_group(kRuns)) {
    std::vector<std::string> names = file_.names(kRuns);
    std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
      return a.size() < b.size();  // "10000" comes after "9999"
    });
    for (const std::string& run : names) {
      runs_.push_back(run_entry(file_, fmt::format("{}/{}", kRuns, run), points_.size()));
    }
  }
}

void ResultReader::read_tables() {
  scenario_ = text(file_, "/", "name");
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
  if (names.empty()) {
    refuse(file_,
           fmt::format("is a result file of version 1, which has no table of runs; this takes version {}",
                       kNewestVersion),
           "run the scenario again");
  }
  refuse(file_, fmt::format("has no metric {}", quote(name)), suggestion(name, names));
}

std::vector<double> ResultReader::values(const MetricColumn& metric) const {
  return file_.read_column<double>(kRunTable, metric.column);
}

std::vector<double> ResultReader::latency_half_widths() const {
  return file_.read_column<double>(kRunTable, "latency_ci95_s");
}

std::string ResultReader::attribute(const std::string& name) const {
  return file_.text("/", name).value_or("");
}

std::string ResultReader::scenario_text(const RunEntry& run) const {
  const std::string group = fmt::format("/points/{:04}", run.point);
  if (file_.has_group(group)) {
    if (const auto text = file_.text(group, "resolved_scenario")) {
      return *text;
    }
  }
  return points_.size() == 1 ? file_.text("/", "resolved_scenario").value_or("") : "";
}

void ResultReader::check_keeps_requests() const {
  if (!keeps_requests()) {
    refuse(file_, "does not keep its requests", "run the scenario with `--set keep_requests=yes`");
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
  if (const std::optional<std::size_t> near = point_of_values(points_, name)) {
    return *near;
  }
  refuse(file_, fmt::format("has no point {}", quote(name)),
         names.size() == 1 ? "it has one point only: leave --point out" : suggestion(name, names));
}

void ResultReader::read(const RunEntry& run, std::size_t first, std::size_t count,
                        std::vector<RequestRow>& rows) const {
  check_keeps_requests();
  rows.assign(count, {});
  file_.read_rows(run.group + "/requests", first, count, sizeof(RequestRow), kColumns,
                  std::as_writable_bytes(std::span(rows)).data());
}

}  // namespace dimsim::analysis
