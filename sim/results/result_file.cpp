#include "dimsim/results/result_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/columns/link_columns.hpp"
#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/columns/station_columns.hpp"
#include "dimsim/results/row_table.hpp"
#include "dimsim/results/run_tables.hpp"
#include "dimsim/results/summary_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// Runs are added one by one and written at once, so that memory does not grow with the study: only a row of
// numbers of each run stays. Points and runs have numbered groups, and the tables at the root name them; a
// reader finds the runs of an axis without opening every group.
namespace dimsim::results {

namespace {

/// Refuses to replace a file that is not a result: a wrong -o must not destroy a trace or a scenario.
const std::filesystem::path& replaceable(const std::filesystem::path& target) {
  std::error_code error;
  if (!std::filesystem::exists(target, error)) {
    return target;
  }
  if (std::filesystem::is_directory(target, error)) {
    throw InputError(fmt::format("result file '{}' is a folder", target.string()), "name a file in it");
  }
  try {
    if (hdf5::File::open(target).text("/", "format") == columns::kResultFormat) {
      return target;
    }
  } catch (const InputError&) {
    // Not readable as HDF5: refused below.
  }
  throw InputError(
      fmt::format("'{}' exists and is not a dimsim result, so it is not overwritten", target.string()),
      "remove it, or choose another file with -o");
}

/// Writes the policy report; no group if it is empty.
void write_report(hdf5::File& file, const std::string& group, const policy::Report& report) {
  if (report.figures.empty() && report.courses.empty()) {
    return;
  }
  file.make_group(group);
  for (const policy::Report::Figure& figure : report.figures) {
    file.set_number(group, figure.name, figure.value);
    file.set_text(group, "unit." + figure.name, figure.unit);
    file.set_text(group, "description." + figure.name, figure.meaning);
  }
  for (const policy::Report::Course& course : report.courses) {
    const std::string dataset = group + "/" + course.name;
    file.write(dataset, course.values);
    file.set_text(dataset, "unit", course.unit);
    file.set_text(dataset, "description", course.meaning);
  }
}

/// Writes group and site of every device, in the order of their numbers in requests.
void write_devices(hdf5::File& file, const std::string& group, const PointHeader& point) {
  struct Row {
    const std::string& group;
    const std::string& site;
  };
  const std::size_t rows = point.device_group.size();
  RowTable table;
  table.add_all(
      columns::devices::kAll,
      [&point](std::size_t i) {
        return Row{point.device_group[i], point.device_site[i]};
      },
      rows);
  table.write(file, group + "/" + columns::devices::kTable, rows);
}

/// The numbers of a run that are attributes of its group.
void write_run_attributes(hdf5::File& file, const std::string& group, const RunResult& run) {
  const auto write = [&](const auto& column) {
    file.set_number(group, std::string(column.name), column.get(run));
  };
  std::apply([&write](const auto&... columns) { (write(columns), ...); }, columns::run::kAll);
}

}  // namespace

ResultFile::ResultFile(const std::filesystem::path& target, const StudyHeader& header)
    : header_(header), atomic_(replaceable(target)), file_(hdf5::File::create(atomic_.temporary(), target)) {
  for (const PointHeader& point : header.points) {
    summaries_.push_back(point.summary);
  }
}

void ResultFile::add(const RunRecord& record, const std::function<void()>& between) {
  if (header_.keep_requests) {
    if (points_ <= record.key.point) {
      add_point(record.key.point);
    }
    add_run(record, between);
  }
  // The replications of a policy are adjacent, since runs come in the order of their keys.
  if (record.key.point != last_.point || record.key.policy != last_.policy) {
    summarise_policy();
  }
  of_policy_.push_back(record.summary);
  last_ = record.key;
  table_.add(record);
  ++runs_;
  kernel_ = record.run.kernel;
}

void ResultFile::summarise_policy() {
  if (of_policy_.empty()) {
    return;
  }
  Summary& point = summaries_[last_.point];
  PolicySummary summary = across_replications(of_policy_);
  if (point.precision) {
    summary.reached = relative_half_width(of_policy_, *point.precision);
  }
  point.policies.push_back(std::move(summary));
  of_policy_.clear();
}

void ResultFile::add_point(std::size_t point) {
  const std::string group = fmt::format("{}/{:04}", columns::devices::kGroup, point);
  file_.make_group(group);
  const PointHeader& header = header_.points[point];
  file_.set_text(group, "resolved_scenario", header.resolved_yaml);
  write_devices(file_, group, header);
  points_ = point + 1;
}

void ResultFile::add_run(const RunRecord& record, const std::function<void()>& between) {
  const RunResult& run = record.run;
  // Four digits, so that the alphabetical order of HDF5 is that of the runs; a number beyond 9999 has more
  // digits and readers, which compute the name from the row, still find it.
  const std::string group = fmt::format("{}/{:04}", columns::run::kGroup, runs_);
  file_.make_group(group);
  file_.set_integer(group, "point", static_cast<std::int64_t>(record.key.point));
  file_.set_text(group, "policy", run.policy);
  file_.set_integer(group, "replication", run.replication);
  file_.set_text(group, columns::run::kTiers, to_text(run.tiers));
  write_run_attributes(file_, group, run);
  request_table(run).write(file_, group + "/" + columns::requests::kTable, run.requests.size(), between);
  station_table(run.stations).write(file_, group + "/" + columns::stations::kTable, run.stations.size());
  link_table(run.links).write(file_, group + "/" + columns::links::kTable, run.links.size());
  const LinkCourseTable course = link_course_table(run);
  course.table.write(file_, group + "/" + columns::links_over_time::kTable, course.rows);
  write_report(file_, group + "/policy_report", run.policy_report);
}

std::vector<Summary> ResultFile::finish(std::span<const FailedKey> failed) {
  summarise_policy();
  for (const FailedKey& run : failed) {
    summaries_[run.key.point].failed.push_back(
        {header_.points[run.key.point].policies[run.key.policy], run.key.replication, run.reason});
  }
  file_.set_text("/", "format", columns::kResultFormat);
  file_.set_integer("/", "version", columns::kResultVersion);
  file_.set_text("/", columns::kGroupsAttribute, columns::to_text(groups_));
  file_.set_text("/", "dimsim", kVersion);
  file_.set_text("/", "commit", kCommit);
  file_.set_text("/", "compiler", kCompiler);
  file_.set_text("/", "kernel", kernel_);
  file_.set_text("/", "scenario", header_.source_yaml);
  file_.set_text("/", "resolved_scenario", header_.resolved_yaml);
  file_.set_integer("/", "seed", static_cast<std::int64_t>(header_.seed));
  file_.set_text("/", "name", header_.name);
  write_points(file_, header_.points);
  table_.write(file_, header_.points);
  file_.set_text("/", "sources", to_text(sources_to_json(summaries_)));
  if (summaries_.size() == 1) {  // the summary of 10,000 points would be 30 times as large as their tables
    file_.set_text("/", "summary", to_text(to_json(summaries_)));
  }
  file_.close();  // before commit(): a full disk may show only when HDF5 flushes its last metadata
  atomic_.commit();
  return std::move(summaries_);
}

}  // namespace dimsim::results
