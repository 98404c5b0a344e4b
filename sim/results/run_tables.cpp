#include "dimsim/results/run_tables.hpp"

#include "dimsim/columns/link_columns.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/station_columns.hpp"
#include "dimsim/results/summary.hpp"

#include <memory>
#include <utility>

// The columns (sim/columns) ask a row for values by name and do not know RunResult. The classes below are
// those rows: they compute latencies and parts when a column asks, so that nothing derived is stored in a
// run.
namespace dimsim::results {

namespace {

/// The row of a request.
class RequestRow {
 public:
  RequestRow(const RunResult& run, std::size_t number) : run_(run), number_(number) {}

  [[nodiscard]] const RequestRecord& record() const { return run_.requests[number_]; }
  [[nodiscard]] double latency_s() const {
    return is_answered() ? record().finish_s - record().arrival_s : kAbsent;
  }
  [[nodiscard]] LatencyParts parts() const {
    return is_answered() ? parts_of(run_, number_) : LatencyParts{};
  }

 private:
  [[nodiscard]] bool is_answered() const { return record().outcome == Outcome::Answered; }

  const RunResult& run_;
  std::size_t number_;
};

/// The row of a request's visit to a tier.
class VisitRow {
 public:
  VisitRow(const RunResult& run, std::size_t request, std::size_t tier) : visit_(run.visit(request, tier)) {}

  [[nodiscard]] const Visit& record() const { return visit_; }
  /// An instant of the record, where negative means that the request never went there.
  [[nodiscard]] double instant(double date_s) const { return date_s < 0 ? kAbsent : date_s; }

 private:
  const Visit& visit_;
};

struct BinRow {
  std::uint32_t link = 0;
  double begin_s = 0;
  double bytes = 0;
};

/// A function that returns row i of a list.
template <class Row>
auto rows_of(const std::vector<Row>& rows) {
  return [&rows](std::size_t i) -> const Row& { return rows[i]; };
}

}  // namespace

RowTable request_table(const RunResult& run) {
  const std::size_t rows = run.requests.size();
  RowTable table;
  table.add_all(
      columns::requests::kAll, [&run](std::size_t i) { return RequestRow(run, i); }, rows);
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    table.add_all(
        columns::visits::kAll, [&run, tier](std::size_t i) { return VisitRow(run, i, tier); }, rows,
        run.tiers[tier]);
  }
  return table;
}

RowTable station_table(const std::vector<StationAccount>& stations) {
  RowTable table;
  table.add_all(columns::stations::kAll, rows_of(stations), stations.size());
  return table;
}

RowTable link_table(const std::vector<LinkAccount>& links) {
  RowTable table;
  table.add_all(columns::links::kAll, rows_of(links), links.size());
  return table;
}

LinkCourseTable link_course_table(const RunResult& run) {
  std::vector<BinRow> rows;
  for (std::uint32_t link = 0; link < run.links.size(); ++link) {
    const std::vector<double>& course = run.links[link].course;
    for (std::size_t bin = 0; bin < course.size(); ++bin) {
      if (course[bin] > 0) {
        rows.push_back({link, static_cast<double>(bin) * run.bin_s, course[bin]});
      }
    }
  }
  const std::size_t count = rows.size();
  // Shared by the functions of all columns: unlike the other rows these are made here and must outlive the
  // call.
  const auto shared = std::make_shared<const std::vector<BinRow>>(std::move(rows));
  LinkCourseTable course{{}, count};
  course.table.add_all(
      columns::links_over_time::kAll, [shared](std::size_t i) -> const BinRow& { return (*shared)[i]; },
      count);
  return course;
}

}  // namespace dimsim::results
