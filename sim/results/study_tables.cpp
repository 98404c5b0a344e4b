#include "dimsim/results/study_tables.hpp"

#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/results/row_table.hpp"
#include "dimsim/results/summary_json.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

namespace dimsim::results {

namespace {

/// The axes of all points, in order of first appearance.
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

/// nullptr where a merged study has no description of the point, since all of its runs are missing.
const plan::Label* label_of(const PointHeader& point, const std::string& axis) {
  const auto& labels = point.summary.labels;
  const auto found = std::find_if(labels.begin(), labels.end(),
                                  [&axis](const plan::Label& label) { return label.axis == axis; });
  return found == labels.end() ? nullptr : &*found;
}

/// Adds `axis_NAME`, the label of each row's point, and `value_NAME` if the axis has numbers. The label is
/// kept beside the number, because "5Mbps" is what users wrote and search for.
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
  table.text(columns::runs::kAxisPrefix + axis, "what the axis calls the point", std::move(texts));
  if (unit) {
    table.number(columns::runs::kAxisNumberPrefix + axis, *unit, "the same as a number",
                 [numbers = std::move(numbers)](std::size_t row) { return numbers[row]; });
  }
}

/// The code of the column warm_up_found: 0 not found, 1 found, 2 found, but the run is too short for it.
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
  // Columns appear when the first run has them: which metrics a study has is known only after its last run.
  visit_metrics(summary, [this](const Metric& metric, double value) {
    const auto [found, is_new] = index_.emplace(metric.name, columns_.size());
    if (is_new) {
      columns_.push_back({metric, {}});
    }
    std::vector<double>& values = columns_[found->second].values;
    values.resize(rows_.size() - 1, kAbsent);  // earlier rows without this metric
    values.push_back(value);
  });
}

void RunTable::write(hdf5::File& file, const std::vector<PointHeader>& points) const {
  std::vector<const PointHeader*> point_of_row;
  for (const Row& row : rows_) {
    point_of_row.push_back(&points[row.key.point]);
  }
  const auto row_of = [this](std::size_t i) -> const Row& { return rows_[i]; };
  RowTable table;
  table.add_all(columns::runs::kKey, row_of, rows_.size());
  for (const std::string& axis : axes_of(points)) {
    add_axis(table, axis, point_of_row);
  }
  table.add_all(columns::runs::kCourse, row_of, rows_.size());
  for (const Column& column : columns_) {
    // By reference: the columns live until the table is written, and copies would double their memory.
    table.number(
        column.metric.column, column.metric.unit, column.metric.meaning,
        [&values = column.values](std::size_t i) { return i < values.size() ? values[i] : kAbsent; });
  }
  table.write(file, columns::runs::kTable, rows_.size());
  // After write(): attributes need the table. They let a reader find metrics without a list of its own.
  for (const Column& column : columns_) {
    file.set_text(columns::runs::kTable, columns::runs::kMetricPrefix + column.metric.column,
                  column.metric.name);
    if (column.metric.better != Better::Neither) {
      file.set_text(columns::runs::kTable, columns::runs::kBetterPrefix + column.metric.column,
                    column.metric.better == Better::Larger ? "larger" : "smaller");
    }
  }
}

void write_points(hdf5::File& file, const std::vector<PointHeader>& points) {
  struct Row {
    std::string labels;
    std::string parameters;
    std::string trace_fingerprint;
    std::uint32_t assumptions = 0;
  };
  std::vector<const PointHeader*> point_of_row;
  std::vector<Row> rows;
  // Most points share their assumptions, a text of kilobytes: the file has each text once, and rows an index.
  nlohmann::ordered_json distinct = nlohmann::ordered_json::array();
  std::map<std::string, std::uint32_t> known;
  for (const PointHeader& point : points) {
    point_of_row.push_back(&point);
    const nlohmann::ordered_json assumptions = to_json(point.summary.assumptions);
    const auto [found, is_new] = known.emplace(assumptions.dump(), known.size());
    if (is_new) {
      distinct.push_back(assumptions);
    }
    rows.push_back({.labels = to_json(point.summary.labels).dump(),
                    .parameters = to_json(point.summary.parameters).dump(),
                    .trace_fingerprint = point.trace_fingerprint,
                    .assumptions = found->second});
  }
  RowTable table;
  for (const std::string& axis : axes_of(points)) {
    add_axis(table, axis, point_of_row);
  }
  table.add_all(
      columns::points::kAll, [&rows](std::size_t i) -> const Row& { return rows[i]; }, rows.size());
  table.write(file, columns::points::kTable, points.size());
  file.set_text("/", std::string(columns::points::assumptions.name), to_text(distinct));
}

}  // namespace dimsim::results
