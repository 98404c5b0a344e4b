#pragma once

#include "dimsim/analysis/result_data.hpp"
#include "dimsim/columns/group.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::analysis {

/// A result file that `dimsim run` wrote, opened for reading. What is wrong with it is an InputError.
class ResultReader {
 public:
  /// Throws InputError: no such file, truncated, not HDF5, another kind of file, a newer version, a group of
  /// columns that must be known and is not, or not as docs/formats.md describes it.
  [[nodiscard]] static ResultReader open(const std::filesystem::path& path);

  [[nodiscard]] const std::filesystem::path& path() const { return file_.name(); }
  [[nodiscard]] const std::string& scenario() const { return scenario_; }  ///< its name
  [[nodiscard]] std::int64_t seed() const { return seed_; }
  /// Texts of the file; "" where it has none.
  [[nodiscard]] std::string scenario_text() const { return attribute("scenario"); }  ///< as written
  [[nodiscard]] std::string resolved_scenario() const { return attribute("resolved_scenario"); }
  [[nodiscard]] std::string made_with() const { return attribute("dimsim"); }  ///< "0.1.0"
  /// Of the catalogue figures in use; none where the file does not say.
  [[nodiscard]] std::vector<SourceEntry> sources() const;
  [[nodiscard]] const std::vector<Point>& points() const { return points_; }  ///< at least one
  [[nodiscard]] const std::vector<RunEntry>& runs() const { return runs_; }   ///< in the order of the file

  /// Numbers of a point's runs, in the order of the file.
  [[nodiscard]] const std::vector<std::size_t>& runs_of(std::size_t point) const {
    return runs_of_point_[point];
  }

  /// The point that is called so (Point::name), or has that number. Throws InputError with the nearest name.
  [[nodiscard]] std::size_t point(const std::string& name) const;

  /// Whether requests can be read.
  [[nodiscard]] bool keeps_requests() const { return !runs_.front().group.empty(); }

  /// Figures of all runs; none in files of version 1.
  [[nodiscard]] const std::vector<MetricColumn>& metrics() const { return metrics_; }
  /// That metric. Throws InputError with the nearest name when there is none.
  [[nodiscard]] const MetricColumn& metric(const std::string& name) const;
  /// Values of a metric, one a run in the order of runs(); NaN where a run has none.
  [[nodiscard]] std::vector<double> values(const MetricColumn& metric) const;

  /// Half widths of the 95 % intervals of mean latency within each run, by batch means [s]; NaN where there
  /// are none.
  [[nodiscard]] std::vector<double> latency_half_widths() const;

  /// Throws InputError when requests are not kept.
  void check_keeps_requests() const;

  /// Whether the file has a group of columns in a version that this program reads.
  [[nodiscard]] bool has(const columns::Group& group) const;

  /// The file itself, for what only one reader wants.
  [[nodiscard]] const hdf5::File& file() const { return file_; }

  /// Replaces `rows` by the requests first..first+count-1 of a run. Throws InputError when they are not kept.
  void read(const RunEntry& run, std::size_t first, std::size_t count, std::vector<RequestRow>& rows) const;

  /// The resolved scenario of a run's point, as YAML; "" where the file has none.
  [[nodiscard]] std::string scenario_text(const RunEntry& run) const;

 private:
  explicit ResultReader(hdf5::File file) : file_(std::move(file)) {}

  [[nodiscard]] std::string attribute(const std::string& name) const;
  void read_version_1();
  void read_tables();

  hdf5::File file_;
  std::vector<columns::GroupOfFile> groups_;  ///< that can be used
  std::string scenario_;
  std::int64_t seed_ = 0;
  std::vector<Point> points_;
  std::vector<RunEntry> runs_;
  std::vector<std::vector<std::size_t>> runs_of_point_;
  std::vector<MetricColumn> metrics_;
};

}  // namespace dimsim::analysis
