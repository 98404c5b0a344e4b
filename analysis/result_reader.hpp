#pragma once

#include "dimsim/analysis/result_data.hpp"
#include "dimsim/columns/group.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::analysis {

/// A result file of `dimsim run`, opened for reading. All functions throw InputError if it is damaged.
class ResultReader {
 public:
  /// Throws InputError if the file does not exist, is truncated, is not HDF5, is of another kind or a newer
  /// version, has a required group of columns that is unknown, or does not follow docs/formats.md.
  [[nodiscard]] static ResultReader open(const std::filesystem::path& path);

  [[nodiscard]] const std::filesystem::path& path() const { return file_.name(); }
  [[nodiscard]] const std::string& scenario() const { return scenario_; }  ///< its name
  [[nodiscard]] std::int64_t seed() const { return seed_; }
  /// Attributes of the file; "" if missing.
  [[nodiscard]] std::string scenario_text() const { return attribute("scenario"); }  ///< as written
  [[nodiscard]] std::string resolved_scenario() const { return attribute("resolved_scenario"); }
  [[nodiscard]] std::string made_with() const { return attribute("dimsim"); }  ///< "0.1.0"
  /// Sources of the catalogue figures in use; empty if the file does not contain them.
  [[nodiscard]] std::vector<SourceEntry> sources() const;
  [[nodiscard]] const std::vector<Point>& points() const { return points_; }  ///< at least one
  [[nodiscard]] const std::vector<RunEntry>& runs() const { return runs_; }   ///< in the order of the file

  /// Indices of a point's runs, in the order of the file.
  [[nodiscard]] const std::vector<std::size_t>& runs_of(std::size_t point) const {
    return runs_of_point_[point];
  }

  /// The point with this name (Point::name), this index, or these values on its axes (point_of_values).
  /// Throws InputError with the nearest name.
  [[nodiscard]] std::size_t point(const std::string& name) const;

  /// Whether requests can be read.
  [[nodiscard]] bool keeps_requests() const { return !runs_.front().group.empty(); }

  /// Metrics of all runs; empty for files of version 1.
  [[nodiscard]] const std::vector<MetricColumn>& metrics() const { return metrics_; }
  /// The metric with this name. Throws InputError with the nearest name if there is none.
  [[nodiscard]] const MetricColumn& metric(const std::string& name) const;
  /// Values of a metric in the order of runs(); NaN if a run has none.
  [[nodiscard]] std::vector<double> values(const MetricColumn& metric) const;

  /// Half widths of the 95 % intervals of the mean latency within each run, by batch means [s]; NaN if
  /// undefined.
  [[nodiscard]] std::vector<double> latency_half_widths() const;

  /// Throws InputError if the file does not keep its requests.
  void check_keeps_requests() const;

  /// Whether the file has a group of columns in a version that this program reads.
  [[nodiscard]] bool has(const columns::Group& group) const;

  /// The file itself, for columns that only one caller needs.
  [[nodiscard]] const hdf5::File& file() const { return file_; }

  /// Replaces `rows` by the requests first..first+count-1 of a run. Throws InputError if the file does not
  /// keep its requests.
  void read(const RunEntry& run, std::size_t first, std::size_t count, std::vector<RequestRow>& rows) const;

  /// The resolved scenario of a run's point, as YAML; "" if the file has none.
  [[nodiscard]] std::string scenario_text(const RunEntry& run) const;

 private:
  explicit ResultReader(hdf5::File file) : file_(std::move(file)) {}

  [[nodiscard]] std::string attribute(const std::string& name) const;
  void read_version_1();
  void read_tables();

  hdf5::File file_;
  std::vector<columns::GroupOfFile> groups_;  ///< those in a version that this program reads
  std::string scenario_;
  std::int64_t seed_ = 0;
  std::vector<Point> points_;
  std::vector<RunEntry> runs_;
  std::vector<std::vector<std::size_t>> runs_of_point_;
  std::vector<MetricColumn> metrics_;
};

}  // namespace dimsim::analysis
