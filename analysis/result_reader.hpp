#pragma once

#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/statistics/better.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::analysis {

/// What statistics need of a request; docs/formats.md describes the columns of a result file.
struct RequestRow {
  double arrival_s = 0;
  double latency_s = 0;  ///< NaN unless answered
  double lambda = 0;     ///< [λ]
  double radio_j = 0;    ///< [J]
  double compute_j = 0;  ///< [J]
  std::uint32_t device = 0;
  std::uint32_t sample = 0;  ///< the text that was asked: a row of the trace's split
  std::uint8_t outcome = 0;  ///< 0 = answered
  std::uint8_t correct = 0;
  std::uint8_t answered_tier = 0;  ///< index into RunEntry::tiers
  std::uint8_t measured = 0;       ///< 1 = arrived after the warm-up

  [[nodiscard]] bool is_answered() const { return outcome == 0; }
};

/// One run of a result file: a policy at a point in a replication.
struct RunEntry {
  std::string group;  ///< "/runs/0003"; "" where requests are not kept
  std::string policy;
  std::size_t point = 0;  ///< index into ResultReader::points
  std::int64_t replication = 0;
  std::vector<std::string> tiers;  ///< names, from the device upwards
  std::size_t requests = 0;
  double warm_up_end_s = 0;
  double last_arrival_s = 0;
  bool is_overloaded = false;  ///< a station or link of it is: latency grows with the run
};

/// What an axis of a study says of a point.
struct AxisValue {
  std::string axis;              ///< "bandwidth"
  std::string text;              ///< "5Mbps"
  std::optional<double> number;  ///< in base units, where the axis has numbers
  std::string unit;              ///< of the number
};

/// A figure that the file has of every run.
struct MetricColumn {
  std::string name;    ///< "latency.p95"
  std::string column;  ///< of the table of runs
  std::string unit;
  std::string meaning;
  statistics::Better better = statistics::Better::Neither;
};

/// Where a figure of the catalogue comes from.
struct SourceEntry {
  std::string entry;   ///< "devices/pixel-4"
  std::string figure;  ///< "power.idle"
  std::string text;
  bool is_assumed = false;
};

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

/// One what-if of a study.
struct Point {
  NamedTexts parameters;             ///< "workload.trace" = "traces/sst2.h5"; empty without a grid
  NamedTexts labels;                 ///< "task" = "sst-2"
  std::vector<AxisValue> axes;       ///< the same with numbers
  std::string trace;                 ///< name of its file, "sst-2.yaml"; may be empty
  std::string synthetic_trace;       ///< the trace's name where it is generated, or ""
  std::vector<std::string> assumed;  ///< catalogue entries with figures that are marked as assumed

  /// Share of the trace's training samples that the embedding puts into their own pool; where it says.
  std::optional<double> own_pool_share = std::nullopt;

  /// "task=sst-2", else "workload.trace=traces/sst2.h5", else "".
  [[nodiscard]] std::string name() const;
};

/// A result file that `dimsim run` wrote, opened for reading. What is wrong with it is an InputError.
class ResultReader {
 public:
  /// Newest version of the layout that is understood.
  static constexpr int kNewestVersion = 2;

  /// Throws InputError: no such file, truncated, not HDF5, another kind of file, a newer version, or not as
  /// docs/formats.md describes it.
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
  std::string scenario_;
  std::int64_t seed_ = 0;
  std::vector<Point> points_;
  std::vector<RunEntry> runs_;
  std::vector<std::vector<std::size_t>> runs_of_point_;
  std::vector<MetricColumn> metrics_;
};

}  // namespace dimsim::analysis
