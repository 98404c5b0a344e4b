#include "analysis/result_reader.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"

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
constexpr const char* kPointTable = "/point_table";
constexpr const char* kValuePrefix = "value_";

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

/// A JSON document in an attribute of the file.
Json document(const hdf5::File& file, const std::string& attribute) {
  Json parsed = Json::parse(text(file, "/", attribute), nullptr, false);
  if (parsed.is_discarded()) {
    refuse(file, fmt::format("attribute '{}' is not JSON", attribute));
  }
  return parsed;
}

/// What is at the end of a path of keys and indices, or null.
Json at(const Json& document, const std::string& pointer) {
  const Json::json_pointer path(pointer);
  return document.contains(path) ? document.at(path) : Json();
}

NamedTexts named_texts(const Json& object) {
  NamedTexts texts;
  if (object.is_object()) {
    for (const auto& [key, value] : object.items()) {
      texts.emplace_back(key, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return texts;
}

/// Fills in what a point's numbers rest on.
void add_assumptions(Point& point, const Json& assumptions) {
  if (const Json trace = at(assumptions, "/trace"); trace.is_string()) {
    point.trace = trace.get<std::string>();
  }
  if (const Json share = at(assumptions, "/pool_separation/own_pool_share"); share.is_number()) {
    point.own_pool_share = share.get<double>();
  }
  if (at(assumptions, "/synthetic_trace") == true) {
    point.synthetic_trace = point.trace.empty() ? "of unknown name" : point.trace;
  }
  for (const Json& figure : at(assumptions, "/assumed_figures")) {
    const Json entry = at(figure, "/entry");
    const std::string name = entry.is_string() ? entry.get<std::string>() : "";
    if (std::find(point.assumed.begin(), point.assumed.end(), name) == point.assumed.end()) {
      point.assumed.push_back(name);
    }
  }
}

/// The points of the study, which the summary lists with what they rest on.
std::vector<Point> points_of(const hdf5::File& file, const Json& summary) {
  std::vector<Point> points;
  for (const Json& each : at(summary, "/points")) {
    points.push_back({.parameters = named_texts(at(each, "/parameters")),
                      .labels = named_texts(at(each, "/labels")),
                      .axes = {},
                      .trace = {},
                      .synthetic_trace = {},
                      .assumed = {}});
    add_assumptions(points.back(), at(each, "/assumptions"));
  }
  if (points.empty()) {
    refuse(file, "attribute 'summary' lists no point");
  }
  return points;
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
  const std::vector<std::string> present = file.columns(table);
  std::vector<std::string> missing;
  for (const hdf5::Column& column : kColumns) {
    if (std::find(present.begin(), present.end(), column.name) == present.end()) {
      missing.push_back(column.name);
    }
  }
  if (!missing.empty()) {
    refuse(file, fmt::format("'{}' lacks the column{} {}", table, missing.size() == 1 ? "" : "s",
                             fmt::join(missing, ", ")));
  }
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

std::vector<Point> points_of_table(const hdf5::File& file, const Json& assumptions) {
  const std::vector<std::string> columns = file.columns(kPointTable);
  const std::vector<std::string> labels = file.read_texts(kPointTable, "labels");
  const std::vector<std::string> parameters = file.read_texts(kPointTable, "parameters");
  const auto rests_on = file.read_column<std::uint32_t>(kPointTable, "assumptions");
  std::vector<Point> points(labels.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].labels = named_texts(Json::parse(labels[i], nullptr, false));
    points[i].parameters = named_texts(Json::parse(parameters[i], nullptr, false));
    add_assumptions(points[i], at(assumptions, fmt::format("/{}", rests_on[i])));
    for (const auto& [axis, text] : points[i].labels) {
      points[i].axes.push_back({axis, text, std::nullopt, ""});
    }
  }
  for (const std::string& column : columns) {
    if (!column.starts_with(kValuePrefix)) {
      continue;
    }
    const std::string axis = column.substr(std::string_view(kValuePrefix).size());
    const std::string unit = file.text(kPointTable, "unit." + column).value_or("");
    const auto numbers = file.read_column<double>(kPointTable, column);
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (AxisValue& value : points[i].axes) {
        if (value.axis == axis && std::isfinite(numbers[i])) {
          value.number = numbers[i];
          value.unit = unit;
        }
      }
    }
  }
  return points;
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
                       .better = better == "larger"    ? Better::Larger
                                 : better == "smaller" ? Better::Smaller
                                                       : Better::Neither});
  }
  return metrics;
}

}  // namespace

std::string Point::name() const {
  std::vector<std::string> parts;
  for (const auto& [key, value] : labels.empty() ? parameters : labels) {
    parts.push_back(fmt::format("{}={}", key, value));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

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
  return reader;
}

void ResultReader::read_version_1() {
  const Json summary = document(file_, "summary");
  const Json name = at(summary, "/scenario");
  scenario_ = name.is_string() ? name.get<std::string>() : "";
  points_ = points_of(file_, summary);
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
  points_ = points_of_table(file_, document(file_, "assumptions"));
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
    refuse(file_, "is of version 1, which has no table of runs", "run the scenario again");
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

std::vector<SourceEntry> ResultReader::sources() const {
  std::vector<SourceEntry> sources;
  const Json listed = Json::parse(attribute("sources"), nullptr, false);
  for (const Json& each : listed.is_array() ? listed : Json::array()) {
    const auto text_at = [&each](const char* key) {
      const Json found = at(each, key);
      return found.is_string() ? found.get<std::string>() : "";
    };
    sources.push_back({.entry = text_at("/entry"),
                       .figure = text_at("/figure"),
                       .text = text_at("/text"),
                       .is_assumed = at(each, "/assumed") == true});
  }
  return sources;
}

void ResultReader::read(const RunEntry& run, std::size_t first, std::size_t count,
                        std::vector<RequestRow>& rows) const {
  if (run.group.empty()) {
    refuse(file_, "does not keep requests", "run the scenario with `keep_requests: yes`");
  }
  rows.assign(count, {});
  file_.read_rows(run.group + "/requests", first, count, sizeof(RequestRow), kColumns,
                  std::as_writable_bytes(std::span(rows)).data());
}

}  // namespace dimsim::analysis
