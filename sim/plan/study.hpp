#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::plan {

/// The resources that a task of a study requests from a cluster.
struct Cluster {
  double time_s = 3600;            ///< time limit [s]
  double memory_bytes = 2e9;       ///< [B]
  int cpus = 4;                    ///< cores, and runs that are executed concurrently
  std::string partition;           ///< "" = the cluster's default
  std::string account;             ///< "" = the user's default
  std::vector<std::string> extra;  ///< further options of sbatch: "--qos=long"
};

/// A value that a point of a study sets in its scenario, as a text.
struct Parameter {
  std::string path;
  std::string value;
};

/// The label of a point on one axis of its study.
struct Label {
  std::string axis;
  std::string text;
  std::optional<double> number;  ///< in SI base units, where the value of its first path is a number [unit]
  std::string unit;              ///< of `number`: "B/s", "s"; "" for a plain number
};

/// The precision that the mean of a metric over replications must reach; it decides the number of
/// replications.
struct Precision {
  std::string metric;        ///< by its name in results: "latency.p95"
  double relative = 0;       ///< half-width of the confidence interval over the mean
  double confidence = 0.95;  ///< of the interval
  std::uint32_t most = 100;  ///< replications at most
  Place metric_place;        ///< where the scenario names it, for messages
};

/// Whether a result file contains every request.
enum class KeepRequests {
  Auto,  ///< where nothing is swept and there is one replication
  Yes,
  No
};

/// The number of replications of a point, and its description in results.
struct PointDescription {
  std::uint32_t replications = 1;      ///< runs of each policy, which differ in their random numbers alone
  std::optional<Precision> precision;  ///< instead of a fixed number of replications
  std::vector<Parameter> parameters;   ///< values that the point sets in the scenario
  std::vector<Label> labels;           ///< one for each axis
  std::string yaml;                    ///< of this point alone, every default filled in, portable
};

struct Point {
  scenario::Scenario scenario;
  PointDescription description;
};

/// The settings that all points of a study share.
struct Settings {
  KeepRequests keep_requests = KeepRequests::Auto;
  Cluster cluster;
  std::string source_yaml;    ///< as the user wrote it, includes and --set not applied
  std::string resolved_yaml;  ///< every default filled in; feeding it back gives the same study
  std::string portable_yaml;  ///< the same with the trace's path as seen from the scenario's folder
};

/// All that a scenario file describes, read and checked.
struct Study {
  Settings settings;
  std::vector<Point> points;         ///< at least one
  std::vector<Diagnostic> warnings;  ///< about obsolete keys, which are still read
};

}  // namespace dimsim::plan
