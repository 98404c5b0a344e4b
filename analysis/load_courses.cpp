#include "dimsim/analysis/load_courses.hpp"

#include "dimsim/analysis/file_refusal.hpp"
#include "dimsim/columns/link_columns.hpp"
#include "dimsim/columns/read.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/columns/station_columns.hpp"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

namespace dimsim::analysis {
namespace {

// A run records when each request was received, started and finished at a station, but not the load of the
// station over time. It is rebuilt here: each service spreads its server-seconds, and each wait its
// request-seconds, evenly over the time it took. Links have a table over time of their own, because the rate
// of a transfer changes while it lasts.

/// Mean rate in each bin; the last bin ends with the run.
std::vector<double> means(const TimeBins& bins, double end_s) {
  std::vector<double> values = bins.amounts();
  for (std::size_t bin = 0; bin < values.size(); ++bin) {
    const double begin_s = static_cast<double>(bin) * bins.width_s();
    const double rest_s = end_s - begin_s;
    // A bin may begin exactly at the end of the run, where its length is 0.
    values[bin] /= rest_s > 0 ? std::min(rest_s, bins.width_s()) : bins.width_s();
  }
  return values;
}

/// Whether these are plausible dates in rising order.
bool are_instants(std::initializer_list<double> dates_s) {
  // 30,000 years [s]: bins would widen without end for an infinite date. A NaN fails the comparison below.
  constexpr double kMost = 1e12;
  double before_s = 0;
  for (const double date_s : dates_s) {
    if (!(date_s >= before_s && date_s <= kMost)) {
      return false;
    }
    before_s = date_s;
  }
  return true;
}

[[noreturn]] void refuse_changed(const hdf5::File& file, const std::string& table) {
  refuse_file(file, fmt::format("'{}' has impossible times", table));
}

std::vector<LoadCourse> stations_of(const hdf5::File& file, const RunEntry& run) {
  const std::string table = run.group + "/" + columns::stations::kTable;
  const auto names = columns::read(file, table, columns::stations::name);
  const auto hosts = columns::read(file, table, columns::stations::hosts);
  const auto servers = columns::read(file, table, columns::stations::servers);
  std::vector<LoadCourse> stations;
  for (std::size_t i = 0; i < names.size(); ++i) {
    stations.push_back({.name = names[i],
                        .capacity = static_cast<double>(hosts[i]) * static_cast<double>(servers[i]),
                        .work = {},
                        .waiting = {}});
  }
  return stations;
}

void add_visits(const hdf5::File& file, const RunEntry& run, const std::string& tier,
                std::vector<LoadCourse>& stations) {
  const std::string table = run.group + "/" + columns::requests::kTable;
  const auto rows = columns::read(file, table, columns::visits::station, tier);
  const auto received = columns::read(file, table, columns::visits::received_s, tier);
  const auto started = columns::read(file, table, columns::visits::started_s, tier);
  const auto finished = columns::read(file, table, columns::visits::finished_s, tier);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // -1: the request did not visit this tier.
    if (rows[i] < 0 || static_cast<std::size_t>(rows[i]) >= stations.size()) {
      continue;
    }
    if (!are_instants({received[i], started[i], finished[i]})) {
      refuse_changed(file, table);
    }
    LoadCourse& station = stations[static_cast<std::size_t>(rows[i])];
    station.waiting.add(received[i], started[i], started[i] - received[i]);
    station.work.add(started[i], finished[i], finished[i] - started[i]);
  }
}

std::vector<LoadCourse> links_of(const hdf5::File& file, const RunEntry& run) {
  const std::string course = run.group + "/" + columns::links_over_time::kTable;
  const double width_s = file.number(run.group, std::string(columns::run::bin_s.name)).value_or(0);
  // Older files do not record the traffic of links over time.
  if (!file.has_dataset(course) || !(width_s > 0)) {
    return {};
  }
  const std::string table = run.group + "/" + columns::links::kTable;
  const auto names = columns::read(file, table, columns::links::name);
  const auto counts = columns::read(file, table, columns::links::links);
  const auto capacities = columns::read(file, table, columns::links::bytes_per_s);
  std::vector<LoadCourse> links;
  for (std::size_t i = 0; i < names.size(); ++i) {
    links.push_back({.name = names[i],
                     .is_link = true,
                     .capacity = static_cast<double>(counts[i]) * capacities[i],
                     .work = {},
                     .waiting = {}});
    links.back().work.widen_to(width_s);
  }
  const auto rows = columns::read(file, course, columns::links_over_time::link);
  const auto begins = columns::read(file, course, columns::links_over_time::begin_s);
  const auto bytes = columns::read(file, course, columns::links_over_time::bytes);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!are_instants({begins[i], begins[i] + width_s})) {
      refuse_changed(file, course);
    }
    if (rows[i] < links.size()) {
      // In the middle of the bin, so that rounding cannot move the bytes into a neighbour.
      const double middle_s = begins[i] + width_s / 2;
      links[rows[i]].work.add(middle_s, middle_s, bytes[i]);
    }
  }
  return links;
}

}  // namespace

std::vector<double> LoadCourse::utilisation() const {
  std::vector<double> values = means(work, end_s);
  for (double& value : values) {
    value /= capacity;
  }
  return values;
}

std::vector<double> LoadCourse::queue() const { return means(waiting, end_s); }

std::vector<LoadCourse> load_courses(const ResultReader& result, const RunEntry& run, std::size_t most_bins) {
  result.check_keeps_requests();
  const hdf5::File& file = result.file();
  std::vector<LoadCourse> courses = stations_of(file, run);
  for (const std::string& tier : run.tiers) {
    add_visits(file, run, tier, courses);
  }
  for (LoadCourse& link : links_of(file, run)) {
    courses.push_back(std::move(link));
  }
  double width_s = TimeBins().width_s();
  double end_s = file.number(run.group, std::string(columns::run::end_s.name)).value_or(0);
  for (const LoadCourse& course : courses) {
    for (const TimeBins* bins : {&course.work, &course.waiting}) {
      width_s = std::max(width_s, bins->width_s());
      // The file may lack the end of the run; then the beginning of the last bin has to do.
      if (!bins->amounts().empty()) {
        end_s = std::max(end_s, bins->width_s() * static_cast<double>(bins->amounts().size() - 1));
      }
    }
  }
  // All widths are powers of two: doubling them merges whole bins and never has to divide one.
  while (end_s > width_s * static_cast<double>(most_bins)) {
    width_s *= 2;
  }
  for (LoadCourse& course : courses) {
    course.end_s = end_s;
    course.work.widen_to(width_s);
    course.work.cover(end_s);
    course.waiting.widen_to(width_s);
    course.waiting.cover(course.is_link ? 0 : end_s);
  }
  return courses;
}

}  // namespace dimsim::analysis
