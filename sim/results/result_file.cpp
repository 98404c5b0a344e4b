#include "dimsim/results/result_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/results/row_table.hpp"
#include "dimsim/results/run_tables.hpp"
#include "dimsim/results/summary_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::results {

namespace {

/// Refuses what a result must not replace.
const std::filesystem::path& replaceable(const std::filesystem::path& target) {
  std::error_code error;
  if (!std::filesystem::exists(target, error)) {
    return target;
  }
  if (std::filesystem::is_directory(target, error)) {
    throw InputError(fmt::format("result file '{}' is a folder", target.string()), "name a file in it");
  }
  try {
    if (hdf5::File::open(target).text("/", "format") == kResultFormat) {
      return target;
    }
  } catch (const InputError&) {
    // Not readable as HDF5: refused below.
  }
  throw InputError(
      fmt::format("'{}' exists and is not a dimsim result, so it is not overwritten", target.string()),
      "remove it, or choose another file with -o");
}

/// The policy's own figures and courses, where it has any.
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

/// Group and site of every device, in the order of the numbers that requests name.
void write_devices(hdf5::File& file, const std::string& group, const PointHeader& point) {
  RowTable table;
  table.text("group", "host group of the first tier", point.device_group);
  table.text("site", "where it attaches to the network", point.device_site);
  table.write(file, group + "/devices", point.device_group.size());
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
  const std::string group = fmt::format("/points/{:04}", point);
  file_.make_group(group);
  const PointHeader& header = header_.points[point];
  file_.set_text(group, "resolved_scenario", header.resolved_yaml);
  write_devices(file_, group, header);
  points_ = point + 1;
}

void ResultFile::add_run(const RunRecord& record, const std::function<void()>& between) {
  const RunResult& run = record.run;
  const std::string group = fmt::format("/runs/{:04}", runs_);
  file_.make_group(group);
  file_.set_integer(group, "point", static_cast<std::int64_t>(record.key.point));
  file_.set_text(group, "policy", run.policy);
  file_.set_integer(group, "replication", run.replication);
  file_.set_text(group, "tiers", to_text(run.tiers));
  file_.set_number(group, "warm_up_end_s", run.warm_up_end_s);
  file_.set_number(group, "last_arrival_s", run.last_arrival_s);
  file_.set_number(group, "end_s", run.end_s);
  file_.set_number(group, "bin_s", run.bin_s);
  file_.set_number(group, "radio_bytes_j", run.radio.bytes_j);
  file_.set_number(group, "radio_promotion_j", run.radio.promotion_j);
  file_.set_number(group, "radio_active_j", run.radio.active_j);
  file_.set_number(group, "radio_tail_j", run.radio.tail_j);
  file_.set_number(group, "radio_sleep_j", run.radio_sleep_j);
  file_.set_number(group, "core_j", run.core_j);
  file_.set_number(group, "egress_bytes", run.egress_bytes);
  file_.set_number(group, "egress_usd", run.egress_usd);
  request_table(run).write(file_, group + "/requests", run.requests.size(), between);
  station_table(run.stations).write(file_, group + "/stations", run.stations.size());
  link_table(run.links).write(file_, group + "/links", run.links.size());
  const LinkCourseTable course = link_course_table(run);
  course.table.write(file_, group + "/links_over_time", course.rows);
  write_report(file_, group + "/policy_report", run.policy_report);
}

std::vector<Summary> ResultFile::finish(std::span<const FailedKey> failed) {
  summarise_policy();
  for (const FailedKey& run : failed) {
    summaries_[run.key.point].failed.push_back(
        {header_.points[run.key.point].policies[run.key.policy], run.key.replication, run.reason});
  }
  file_.set_text("/", "format", kResultFormat);
  file_.set_integer("/", "version", kResultVersion);
  file_.set_text("/", "dimsim", kVersion);
  file_.set_text("/", "commit", kCommit);
  file_.set_text("/", "compiler", kCompiler);
  file_.set_text("/", "kernel", kernel_);
  file_.set_text("/", "scenario", header_.source_yaml);
  file_.set_text("/", "resolved_scenario", header_.resolved_yaml);
  file_.set_integer("/", "seed", static_cast<std::int64_t>(header_.seed));
  file_.set_text("/", "name", header_.name);
  write_points(file_, "/point_table", header_.points);
  table_.write(file_, "/run_table", header_.points);
  file_.set_text("/", "sources", to_text(sources_to_json(summaries_)));
  if (summaries_.size() == 1) {  // that of 10,000 points would be 30 times as large as their tables
    file_.set_text("/", "summary", to_text(to_json(summaries_)));
  }
  file_.close();
  atomic_.commit();
  return std::move(summaries_);
}

}  // namespace dimsim::results
