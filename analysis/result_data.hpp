#pragma once

#include "dimsim/columns/outcome.hpp"
#include "dimsim/statistics/better.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::analysis {

/// The columns of a request that statistics need; docs/formats.md describes the columns of a result file.
struct RequestRow {
  double arrival_s = 0;
  double latency_s = 0;  ///< NaN unless answered
  double lambda = 0;     ///< [λ]
  double radio_j = 0;    ///< [J]
  double compute_j = 0;  ///< [J]
  std::uint32_t device = 0;
  std::uint32_t sample = 0;  ///< its text: a row of the trace's split
  std::uint8_t outcome = 0;  ///< 0 = answered
  std::uint8_t correct = 0;
  std::uint8_t answered_tier = 0;  ///< index into RunEntry::tiers
  std::uint8_t measured = 0;       ///< 1 = arrived after the warm-up

  [[nodiscard]] bool is_answered() const {
    return outcome == static_cast<std::uint8_t>(columns::Outcome::Answered);
  }
};

/// One run of a result file: a policy at a point in a replication.
struct RunEntry {
  std::string group;  ///< "/runs/0003"; "" if the file does not keep its requests
  std::string policy;
  std::size_t point = 0;  ///< index into ResultReader::points
  std::int64_t replication = 0;
  std::vector<std::string> tiers;  ///< names, from the device upwards
  std::size_t requests = 0;
  double warm_up_end_s = 0;
  double last_arrival_s = 0;
  bool is_overloaded = false;  ///< any station or link is: latency grows with the run's length
};

/// Value of a point on an axis of a study.
struct AxisValue {
  std::string axis;              ///< "bandwidth"
  std::string text;              ///< "5Mbps"
  std::optional<double> number;  ///< in base units, if the value is a number
  std::string unit;              ///< of the number
};

/// A metric that the file contains for every run.
struct MetricColumn {
  std::string name;    ///< "latency.p95"
  std::string column;  ///< its name in the table of runs
  std::string unit;
  std::string meaning;
  statistics::Better better = statistics::Better::Neither;
};

/// The source of a figure of the catalogue.
struct SourceEntry {
  std::string entry;   ///< "devices/pixel-4"
  std::string figure;  ///< "power.idle"
  std::string text;
  bool is_assumed = false;
};

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

/// One point of a study.
struct Point {
  NamedTexts parameters;             ///< "workload.trace" = "traces/sst2.h5"; empty without a sweep
  NamedTexts labels;                 ///< "task" = "sst-2"
  std::vector<AxisValue> axes;       ///< the labels with their numbers
  std::string trace;                 ///< name of its file, "sst-2.yaml"; may be empty
  std::string synthetic_trace;       ///< the trace's name if it is generated, else ""
  std::vector<std::string> assumed;  ///< catalogue entries with assumed figures

  /// Fraction of the trace's training samples that are nearest to their own pool in the embedding; empty if
  /// the file does not contain it.
  std::optional<double> own_pool_share = std::nullopt;

  /// "task=sst-2", else "workload.trace=traces/sst2.h5", else "".
  [[nodiscard]] std::string name() const;
};

}  // namespace dimsim::analysis
