#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::plan {

/// What a task of a study that is spread over a cluster asks for.
struct Cluster {
  double time_s = 3600;            ///< after which it is ended [s]
  double memory_bytes = 2e9;       ///< [B]
  int cpus = 4;                    ///< cores, and policies simulated at the same time
  std::string partition;           ///< "" = the cluster's default
  std::string account;             ///< "" = the user's default
  std::vector<std::string> extra;  ///< further options of sbatch: "--qos=long"
};

/// A value that a point of a study has put into its scenario.
struct Parameter {
  std::string path;
  std::string value;
};

/// What an axis of a study calls a point.
struct Label {
  std::string axis;
  std::string text;
  std::optional<double> number;  ///< in SI base units, where the value of its first path is a number [unit]
  std::string unit;              ///< of `number`: "B/s", "s"; "" for a plain number
};

/// How exact the mean of a metric over replications is to be; as many of them are run as that takes.
struct Precision {
  std::string metric;        ///< as results call it: "latency.p95"
  double relative = 0;       ///< half-width of the confidence interval over the mean
  double confidence = 0.95;  ///< of the interval
  std::uint32_t most = 100;  ///< replications at most
  Place metric_place;        ///< where the scenario says so, for messages
};

/// Whether a result file holds every request.
enum class KeepRequests {
  Auto,  ///< where nothing is swept and there is one replication
  Yes,
  No
};

/// How often a point of a study is run, and what the study calls it.
struct PointDescription {
  std::uint32_t replications = 1;      ///< runs of each policy, which differ in their random numbers alone
  std::optional<Precision> precision;  ///< instead of a fixed number of replications
  std::vector<Parameter> parameters;   ///< values that it puts into the scenario
  std::vector<Label> labels;           ///< one for each axis
  std::string yaml;                    ///< of this point alone, every default filled in, portable
};

struct Point {
  scenario::Scenario scenario;
  PointDescription description;
};

/// What holds for all points of a study.
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
  std::vector<Diagnostic> warnings;  ///< about what is read but should be written otherwise
};

}  // namespace dimsim::plan
