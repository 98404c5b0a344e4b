#pragma once

#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
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
  void number(const std::string& name, hdf5::NumberType type, std::function<T(std::size_t)> of) {
    columns_.push_back({.name = name, .type = type, .offset = row_bytes_});
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
  using hdf5::NumberType;
  hdf5::File file = hdf5::File::create(path);
  file.set_text("/", "format", "dimsim.result");
  file.set_integer("/", "version", 2);
  file.set_integer("/", "seed", 1);
  file.set_text("/", "name", "example");
  file.set_text("/", "assumptions", "[{}]");
  ContentTable points;
  points.text("labels", [&content](std::size_t row) {
    std::string labels;
    for (std::size_t i = 0; i < content.axes.size(); ++i) {
      labels +=
          fmt::format(R"({}"{}": "{}")", i == 0 ? "" : ", ", content.axes[i].name, content.points[row][i]);
    }
    return "{" + labels + "}";
  });
  points.text("parameters", [](std::size_t) { return "{}"; });
  points.number<std::uint32_t>("assumptions", NumberType::Uint32, [](std::size_t) { return 0U; });
  for (std::size_t i = 0; i < content.axes.size(); ++i) {
    if (content.axes[i].has_numbers) {
      points.number<double>("value_" + content.axes[i].name, NumberType::Double,
                            [&content, i](std::size_t row) { return std::stod(content.points[row][i]); });
    }
  }
  points.write(file, "/point_table", content.points.size());
  for (const StudyContent::Axis& axis : content.axes) {
    file.set_text("/point_table", "unit.value_" + axis.name, axis.unit);
  }
  ContentTable runs;
  runs.text("policy", [&content](std::size_t row) { return content.runs[row].policy; });
  runs.number<std::uint64_t>("point", NumberType::Uint64,
                             [&content](std::size_t row) { return content.runs[row].point; });
  runs.number<std::int64_t>("replication", NumberType::Int64,
                            [&content](std::size_t row) { return content.runs[row].replication; });
  runs.number<std::uint64_t>("arrived", NumberType::Uint64, [](std::size_t) { return 1U; });
  runs.number<double>("warm_up_end_s", NumberType::Double, [](std::size_t) { return 0.0; });
  runs.number<double>("last_arrival_s", NumberType::Double, [](std::size_t) { return 1.0; });
  runs.number<std::uint8_t>("overloaded", NumberType::Uint8, [&content](std::size_t row) {
    return static_cast<std::uint8_t>(content.runs[row].is_overloaded ? 1 : 0);
  });
  for (std::size_t i = 0; i < content.metrics.size(); ++i) {
    runs.number<double>(fmt::format("m{}", i), NumberType::Double,
                        [&content, i](std::size_t row) { return content.runs[row].values[i]; });
  }
  runs.write(file, "/run_table", content.runs.size());
  for (std::size_t i = 0; i < content.metrics.size(); ++i) {
    file.set_text("/run_table", fmt::format("metric.m{}", i), content.metrics[i].name);
    file.set_text("/run_table", fmt::format("unit.m{}", i), content.metrics[i].unit);
    file.set_text("/run_table", fmt::format("better.m{}", i), content.metrics[i].better);
  }
  file.close();
}

}  // namespace dimsim
