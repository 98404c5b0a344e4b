#include "dimsim/results/study_tables.hpp"

#include "dimsim/results/row_table.hpp"
#include "dimsim/results/summary_json.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

namespace dimsim::results {

namespace {

/// Axes of all points, in their order.
std::vector<std::string> axes_of(const std::vector<PointHeader>& points) {
  std::vector<std::string> axes;
  for (const PointHeader& point : points) {
    for (const plan::Label& label : point.summary.labels) {
      if (std::find(axes.begin(), axes.end(), label.axis) == axes.end()) {
        axes.push_back(label.axis);
      }
    }
  }
  return axes;
}

const plan::Label* label_of(const PointHeader& point, const std::string& axis) {
  const auto& labels = point.summary.labels;
  const auto found = std::find_if(labels.begin(), labels.end(),
                                  [&axis](const plan::Label& label) { return label.axis == axis; });
  return found == labels.end() ? nullptr : &*found;
}

/// Adds `axis_NAME`, what the axis calls a row's point, and `value_NAME` where it has numbers.
void add_axis(RowTable& table, const std::string& axis, const std::vector<const PointHeader*>& point_of_row) {
  std::vector<std::string> texts;
  std::vector<double> numbers;
  std::optional<std::string> unit;
  for (const PointHeader* point : point_of_row) {
    const plan::Label* label = label_of(*point, axis);
    texts.push_back(label == nullptr ? "" : label->text);
    numbers.push_back(label == nullptr ? kAbsent : label->number.value_or(kAbsent));
    if (label != nullptr && label->number) {
      unit = label->unit;
    }
  }
  table.text("axis_" + axis, "what the axis calls the point", std::move(texts));
  if (unit) {
    table.number("value_" + axis, *unit, "the same as a number",
                 [numbers = std::move(numbers)](std::size_t row) { return numbers[row]; });
  }
}

std::uint8_t found_code(const PolicySummary& summary) {
  return !summary.found_warm_up ? 0 : summary.found_warm_up->is_long_enough ? 1 : 2;
}

}  // namespace

void RunTable::add(const RunRecord& record) {
  const PolicySummary& summary = record.summary;
  rows_.push_back(
      {.key = record.key,
       .policy = summary.policy,
       .requests = summary.requests,
       .latency_ci95_s = summary.latency_s.ci95,
       .warm_up_end_s = record.run.warm_up_end_s,
       .last_arrival_s = record.run.last_arrival_s,
       .end_s = record.run.end_s,
       .warm_up_found = found_code(summary),
       .is_overloaded = !summary.overloaded_stations.empty() || !summary.overloaded_links.empty()});
  visit_metrics(summary, [this](const Metric& metric, double value) {
    const auto [found, is_new] = index_.emplace(metric.name, columns_.size());
    if (is_new) {
      columns_.push_back({metric, {}});
    }
    std::vector<double>& values = columns_[found->second].values;
    values.resize(rows_.size() - 1, kAbsent);
    values.push_back(value);
  });
}

void RunTable::write(hdf5::File& file, const std::string& dataset,
                     const std::vector<PointHeader>& points) const {
  std::vector<const PointHeader*> point_of_row;
  std::vector<std::string> policies;
  for (const Row& row : rows_) {
    point_of_row.push_back(&points[row.key.point]);
    policies.push_back(row.policy);
  }
  const auto& rows = rows_;
  RowTable table;
  table.number("point", "", "row of /point_table",
               [&rows](std::size_t i) { return static_cast<std::uint32_t>(rows[i].key.point); });
  table.text("policy", "label of the policy", std::move(policies));
  table.number("replication", "", "counted from 0",
               [&rows](std::size_t i) { return rows[i].key.replication; });
  for (const std::string& axis : axes_of(points)) {
    add_axis(table, axis, point_of_row);
  }
  const auto count = [&](const char* name, const char* meaning, std::uint64_t Counts::*which) {
    table.number(name, "", meaning, [&rows, which](std::size_t i) { return rows[i].requests.*which; });
  };
  count("arrived", "requests that arrived", &Counts::arrived);
  count("answered", "requests that were answered", &Counts::answered);
  count("dropped", "requests that were dropped", &Counts::dropped);
  count("timed_out", "requests that timed out", &Counts::timed_out);
  count("failed", "requests that failed", &Counts::failed);
  count("measured", "requests that arrived after the warm-up", &Counts::measured);
  table.number("warm_up_end_s", "s", "when measuring began",
               [&rows](std::size_t i) { return rows[i].warm_up_end_s; });
  table.number("warm_up_found", "", "1: found by MSER-5; 2: by it, but the run is too short for it",
               [&rows](std::size_t i) { return rows[i].warm_up_found; });
  table.number("last_arrival_s", "s", "when it ended",
               [&rows](std::size_t i) { return rows[i].last_arrival_s; });
  table.number("end_s", "s", "the last answer is in", [&rows](std::size_t i) { return rows[i].end_s; });
  table.number("overloaded", "", "1: a station or link is, so that latency grows with the run",
               [&rows](std::size_t i) { return static_cast<std::uint8_t>(rows[i].is_overloaded); });
  table.number("latency_ci95_s", "s",
               "half width of the mean latency's 95 % interval, by batch means in the run",
               [&rows](std::size_t i) { return rows[i].latency_ci95_s; });
  for (const Column& column : columns_) {
    table.number(
        column.metric.column, column.metric.unit, column.metric.meaning,
        [&values = column.values](std::size_t i) { return i < values.size() ? values[i] : kAbsent; });
  }
  table.write(file, dataset, rows_.size());
  for (const Column& column : columns_) {
    file.set_text(dataset, "metric." + column.metric.column, column.metric.name);
    if (column.metric.better != Better::Neither) {
      file.set_text(dataset, "better." + column.metric.column,
                    column.metric.better == Better::Larger ? "larger" : "smaller");
    }
  }
}

void write_points(hdf5::File& file, const std::string& dataset, const std::vector<PointHeader>& points) {
  std::vector<const PointHeader*> point_of_row;
  std::vector<std::string> parameters;
  std::vector<std::string> labels;
  std::vector<std::string> fingerprints;
  std::vector<std::uint32_t> assumptions;
  nlohmann::ordered_json distinct = nlohmann::ordered_json::array();
  std::map<std::string, std::uint32_t> known;
  for (const PointHeader& point : points) {
    point_of_row.push_back(&point);
    parameters.push_back(to_json(point.summary.parameters).dump());
    labels.push_back(to_json(point.summary.labels).dump());
    fingerprints.push_back(point.trace_fingerprint);
    const nlohmann::ordered_json rests_on = to_json(point.summary.assumptions);
    const auto [found, is_new] = known.emplace(rests_on.dump(), known.size());
    if (is_new) {
      distinct.push_back(rests_on);
    }
    assumptions.push_back(found->second);
  }
  RowTable table;
  for (const std::string& axis : axes_of(points)) {
    add_axis(table, axis, point_of_row);
  }
  table.text("labels", "what axes call the point, as JSON", std::move(labels));
  table.text("parameters", "what the point puts into the scenario, by path, as JSON", std::move(parameters));
  table.text("trace_fingerprint", "FNV-1a of the trace file", std::move(fingerprints));
  table.number("assumptions", "", "place in the file's attribute `assumptions`",
               [&assumptions](std::size_t i) { return assumptions[i]; });
  table.write(file, dataset, points.size());
  file.set_text("/", "assumptions", to_text(distinct));
}

}  // namespace dimsim::results
