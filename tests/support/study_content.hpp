#pragma once

#include "dimsim/columns/group.hpp"
#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace dimsim {

/// What the tables of a study's result file hold, as far as statistics and figures look at them; requests are
/// not kept.
struct StudyContent {
  struct Axis {
    std::string name;
    std::string unit = {};
    bool has_numbers = true;
  };
  /// What the axes call a point; its numbers are read from there.
  using Texts = std::vector<std::string>;
  struct Metric {
    std::string name;
    std::string unit;
    std::string better;  ///< "smaller", "larger" or ""
  };
  struct Run {
    std::size_t point = 0;
    std::string policy;
    std::int64_t replication = 0;
    std::vector<double> values;  ///< of the metrics
    bool is_overloaded = false;
  };

  std::vector<Axis> axes;
  std::vector<Texts> points;
  std::vector<Metric> metrics;
  std::vector<Run> runs;
};

/// A table of which each column says what it holds in a row.
class ContentTable {
 public:
  /// A column by its definition.
  template <class Column>
  void add(const Column& column, std::function<typename Column::Value(std::size_t)> of) {
    if constexpr (std::is_same_v<typename Column::Value, std::string>) {
      text(std::string(column.name), std::move(of));
    } else {
      number<typename Column::Value>(std::string(column.name), std::move(of));
    }
  }

  void text(const std::string& name, std::function<std::string(std::size_t)> of) {
    constexpr std::size_t kBytes = 200;
    columns_.push_back({.name = name, .offset = row_bytes_, .text_bytes = kBytes});
    fills_.emplace_back([of = std::move(of)](std::size_t row, std::byte* to) {
      const std::string value = of(row);
      std::memcpy(to, value.data(), value.size());
    });
    row_bytes_ += kBytes;
  }

  template <class T>
  void number(const std::string& name, std::function<T(std::size_t)> of) {
    columns_.push_back({.name = name, .type = hdf5::number_type<T>(), .offset = row_bytes_});
    fills_.emplace_back([of = std::move(of)](std::size_t row, std::byte* to) {
      const T value = of(row);
      std::memcpy(to, &value, sizeof value);
    });
    row_bytes_ += sizeof(T);
  }

  void write(hdf5::File& file, const std::string& table, std::size_t rows) const {
    file.write_rows(table, rows, row_bytes_, columns_,
                    [this](std::size_t first, std::size_t count, std::byte* to) {
                      for (std::size_t row = 0; row < count; ++row) {
                        for (std::size_t i = 0; i < columns_.size(); ++i) {
                          fills_[i](first + row, to + row * row_bytes_ + columns_[i].offset);
                        }
                      }
                    });
  }

 private:
  std::vector<hdf5::Column> columns_;
  std::vector<std::function<void(std::size_t, std::byte*)>> fills_;
  std::size_t row_bytes_ = 0;
};

inline void write_study(const std::filesystem::path& path, const StudyContent& content) {
  namespace runs = columns::runs;
  hdf5::File file = hdf5::File::create(path);
  file.set_text("/", "format", columns::kResultFormat);
  file.set_integer("/", "version", columns::kResultVersion);
  file.set_text("/", columns::kGroupsAttribute, "[]");
  file.set_integer("/", "seed", 1);
  file.set_text("/", "name", "example");
  file.set_text("/", "assumptions", "[{}]");
  ContentTable points;
  points.add(columns::points::labels, [&content](std::size_t row) {
    std::string labels;
    for (std::size_t i = 0; i < content.axes.size(); ++i) {
      labels +=
          fmt::format(R"({}"{}": "{}")", i == 0 ? "" : ", ", content.axes[i].name, content.points[row][i]);
    }
    return "{" + labels + "}";
  });
  points.add(columns::points::parameters, [](std::size_t) { return "{}"; });
  points.add(columns::points::assumptions, [](std::size_t) { return 0U; });
  for (std::size_t i = 0; i < content.axes.size(); ++i) {
    if (content.axes[i].has_numbers) {
      points.number<double>(runs::kAxisNumberPrefix + content.axes[i].name,
                            [&content, i](std::size_t row) { return std::stod(content.points[row][i]); });
    }
  }
  points.write(file, columns::points::kTable, content.points.size());
  for (const StudyContent::Axis& axis : content.axes) {
    file.set_text(columns::points::kTable, std::string("unit.") + runs::kAxisNumberPrefix + axis.name,
                  axis.unit);
  }
  ContentTable table;
  const auto run = [&content](std::size_t row) -> const StudyContent::Run& { return content.runs[row]; };
  table.add(runs::policy, [run](std::size_t row) { return run(row).policy; });
  table.add(runs::point, [run](std::size_t row) { return static_cast<std::uint32_t>(run(row).point); });
  table.add(runs::replication,
            [run](std::size_t row) { return static_cast<std::uint32_t>(run(row).replication); });
  table.add(runs::arrived, [](std::size_t) { return 1U; });
  table.add(runs::warm_up_end_s, [](std::size_t) { return 0.0; });
  table.add(runs::last_arrival_s, [](std::size_t) { return 1.0; });
  table.add(runs::overloaded,
            [run](std::size_t row) { return static_cast<std::uint8_t>(run(row).is_overloaded ? 1 : 0); });
  for (std::size_t i = 0; i < content.metrics.size(); ++i) {
    table.number<double>(fmt::format("m{}", i), [run, i](std::size_t row) { return run(row).values[i]; });
  }
  table.write(file, runs::kTable, content.runs.size());
  for (std::size_t i = 0; i < content.metrics.size(); ++i) {
    const std::string column = fmt::format("m{}", i);
    file.set_text(runs::kTable, runs::kMetricPrefix + column, content.metrics[i].name);
    file.set_text(runs::kTable, "unit." + column, content.metrics[i].unit);
    file.set_text(runs::kTable, runs::kBetterPrefix + column, content.metrics[i].better);
  }
  file.close();
}

}  // namespace dimsim
