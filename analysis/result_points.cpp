#include "dimsim/analysis/result_points.hpp"

#include "dimsim/analysis/file_refusal.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/read.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/language/units.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace dimsim::analysis {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPointTable = columns::points::kTable;

/// The JSON document in an attribute of the file.
Json json_attribute(const hdf5::File& file, const std::string& attribute) {
  Json parsed = Json::parse(file.text("/", attribute).value_or(""), nullptr, false);
  if (parsed.is_discarded()) {
    refuse_file(file, fmt::format("attribute '{}' is not JSON", attribute));
  }
  return parsed;
}

/// The value at a JSON pointer, or null. Documents come from files, so no key can be relied on; operator[] of
/// a const document would be undefined for a missing one.
Json json_at(const Json& document, const std::string& pointer) {
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

/// Fills in the trace and the assumed figures of a point, which its results depend on.
void add_assumptions(Point& point, const Json& assumptions) {
  if (const Json trace = json_at(assumptions, "/trace"); trace.is_string()) {
    point.trace = trace.get<std::string>();
  }
  if (const Json share = json_at(assumptions, "/pool_separation/own_pool_share"); share.is_number()) {
    point.own_pool_share = share.get<double>();
  }
  if (json_at(assumptions, "/synthetic_trace") == true) {
    point.synthetic_trace = point.trace.empty() ? "of unknown name" : point.trace;
  }
  // An entry with several assumed figures is listed once.
  for (const Json& figure : json_at(assumptions, "/assumed_figures")) {
    const Json entry = json_at(figure, "/entry");
    const std::string name = entry.is_string() ? entry.get<std::string>() : "";
    if (std::find(point.assumed.begin(), point.assumed.end(), name) == point.assumed.end()) {
      point.assumed.push_back(name);
    }
  }
}

/// The number that a text states in the unit of an axis; empty if it states none.
std::optional<double> value_in(const std::string& text, const std::string& unit) {
  // Axes are stored in base units; a dimension parses other prefixes too ("1Mbps" on an axis in B/s).
  static const std::map<std::string, Dimension> dimensions{
      {"B/s", Dimension::Bandwidth}, {"s", Dimension::Time},  {"1/s", Dimension::Rate},
      {"B", Dimension::Data},        {"W", Dimension::Power}, {"J", Dimension::Energy}};
  if (unit.empty()) {
    return parse_number<double>(text);
  }
  const auto dimension = dimensions.find(unit);
  if (dimension == dimensions.end()) {
    return std::nullopt;
  }
  try {
    return parse_quantity(text, dimension->second);
  } catch (const InputError&) {
    return std::nullopt;  // the caller lists the existing points
  }
}

/// Relative distance of a value on an axis from the value in a text; infinite if it is another value.
double distance_of(const AxisValue& value, const std::string& text) {
  constexpr double kMost = 5e-3;  // numbers printed with three digits are rounded by up to 0.5 %
  if (value.text == text) {
    return 0;
  }
  const std::optional<double> wanted = value.number ? value_in(text, value.unit) : std::nullopt;
  if (!wanted || *wanted == *value.number) {  // equal numbers may both be 0, and 0 / 0 is NaN
    return wanted ? 0 : INFINITY;
  }
  const double distance = std::abs(*wanted - *value.number) / std::abs(*value.number);
  return distance <= kMost ? distance : INFINITY;
}

}  // namespace

std::string Point::name() const {
  std::vector<std::string> parts;
  // Labels are the short names of a study's axes; without them the full paths of the keys are shown.
  for (const auto& [key, value] : labels.empty() ? parameters : labels) {
    parts.push_back(fmt::format("{}={}", key, value));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::optional<std::size_t> point_of_values(const std::vector<Point>& points, const std::string& text) {
  std::map<std::string, std::string> wanted;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts >> std::ws, part, ',');) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) {
      return std::nullopt;
    }
    wanted[part.substr(0, equals)] = part.substr(equals + 1);
  }
  // The nearest point rather than the first within the tolerance: values of an axis may be closer than that.
  std::optional<std::size_t> nearest;
  double least = INFINITY;
  for (std::size_t i = 0; i < points.size(); ++i) {
    // All axes must be named: with fewer, several points would match.
    double distance = points[i].axes.size() == wanted.size() ? 0 : INFINITY;
    for (const AxisValue& value : points[i].axes) {
      const auto asked = wanted.find(value.axis);
      distance += asked == wanted.end() ? INFINITY : distance_of(value, asked->second);
    }
    if (distance < least) {
      least = distance;
      nearest = i;
    }
  }
  return nearest;
}

PointsOfSummary points_of_summary(const hdf5::File& file) {
  // Version 1 has no table of points. Its JSON summary lists them, without numbers on the axes.
  const Json summary = json_attribute(file, "summary");
  const Json name = json_at(summary, "/scenario");
  PointsOfSummary result{.scenario = name.is_string() ? name.get<std::string>() : "", .points = {}};
  std::vector<Point>& points = result.points;
  for (const Json& each : json_at(summary, "/points")) {
    points.push_back({.parameters = named_texts(json_at(each, "/parameters")),
                      .labels = named_texts(json_at(each, "/labels")),
                      .axes = {},
                      .trace = {},
                      .synthetic_trace = {},
                      .assumed = {}});
    add_assumptions(points.back(), json_at(each, "/assumptions"));
  }
  if (points.empty()) {
    refuse_file(file, "attribute 'summary' lists no point");
  }
  return result;
}

std::vector<Point> points_of_table(const hdf5::File& file) {
  // Assumptions are stored once and referred to by index: most points of a study share them.
  const Json assumptions = json_attribute(file, std::string(columns::points::assumptions.name));
  const std::vector<std::string> labels = columns::read(file, kPointTable, columns::points::labels);
  const std::vector<std::string> parameters = columns::read(file, kPointTable, columns::points::parameters);
  const auto rests_on = columns::read(file, kPointTable, columns::points::assumptions);
  std::vector<Point> points(labels.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].labels = named_texts(Json::parse(labels[i], nullptr, false));
    points[i].parameters = named_texts(Json::parse(parameters[i], nullptr, false));
    add_assumptions(points[i], json_at(assumptions, fmt::format("/{}", rests_on[i])));
    for (const auto& [axis, text] : points[i].labels) {
      points[i].axes.push_back({axis, text, std::nullopt, ""});
    }
  }
  // A numeric axis has a column of its own with the number at each point; labels have only the text.
  constexpr std::string_view kPrefix = columns::runs::kAxisNumberPrefix;
  for (const std::string& column : file.columns(kPointTable)) {
    if (!column.starts_with(kPrefix)) {
      continue;
    }
    const std::string axis = column.substr(kPrefix.size());
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

std::vector<SourceEntry> sources_of_text(const std::string& text) {
  std::vector<SourceEntry> sources;
  const Json listed = Json::parse(text, nullptr, false);
  for (const Json& each : listed.is_array() ? listed : Json::array()) {
    const auto text_at = [&each](const char* key) {
      const Json found = json_at(each, key);
      return found.is_string() ? found.get<std::string>() : "";
    };
    sources.push_back({.entry = text_at("/entry"),
                       .figure = text_at("/figure"),
                       .text = text_at("/text"),
                       .is_assumed = json_at(each, "/assumed") == true});
  }
  return sources;
}

}  // namespace dimsim::analysis
