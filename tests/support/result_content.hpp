#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/columns/group.hpp"
#include "dimsim/columns/link_columns.hpp"
#include "dimsim/columns/read.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/columns/station_columns.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim {

struct RunContent {
  std::string policy;
  std::vector<analysis::RequestRow> requests;
  std::int64_t replication = 0;
  std::optional<std::int64_t> point = {};
  bool overloaded_station = false;
  bool overloaded_link = false;
  std::string tiers = R"(["mobile","edge","cloud"])";  ///< a JSON list
};

/// What a result file holds, as far as statistics look at it; wrong on purpose where a test changes it.
struct ResultContent {
  std::string format = columns::kResultFormat;
  std::int64_t version = 1;
  std::int64_t seed = 1;
  std::string points = "[{}]";              ///< of the summary
  std::optional<std::string> summary = {};  ///< instead of one with the points
  std::string left_out = {};                ///< a column that `requests` lack
  std::optional<std::string> groups = {};   ///< of columns, as JSON
  std::vector<RunContent> runs;
};

/// A request that a policy answered: arrival, sample, right or wrong, λ, latency.
inline analysis::RequestRow answered(double arrival_s, std::uint32_t sample, bool correct, double lambda = 1,
                                     double latency_s = 1) {
  analysis::RequestRow row;
  row.arrival_s = arrival_s;
  row.sample = sample;
  row.correct = correct ? 1 : 0;
  row.lambda = lambda;
  row.latency_s = latency_s;
  row.radio_j = 1;
  row.measured = 1;
  return row;
}

inline void write_requests(hdf5::File& file, const std::string& table,
                           const std::vector<analysis::RequestRow>& rows, const std::string& left_out) {
  using Row = analysis::RequestRow;
  namespace requests = columns::requests;
  columns::RowLayout layout;
  // Another order than that of the reader.
  layout.bind(requests::measured, &Row::measured)
      .bind(requests::correct, &Row::correct)
      .bind(requests::answered_tier, &Row::answered_tier)
      .bind(requests::outcome, &Row::outcome)
      .bind(requests::sample, &Row::sample)
      .bind(requests::device, &Row::device)
      .bind(requests::compute_j, &Row::compute_j)
      .bind(requests::radio_j, &Row::radio_j)
      .bind(requests::lambda, &Row::lambda)
      .bind(requests::latency_s, &Row::latency_s)
      .bind(requests::arrival_s, &Row::arrival_s);
  std::vector<hdf5::Column> columns = layout.columns();
  std::erase_if(columns, [&left_out](const hdf5::Column& column) { return column.name == left_out; });
  file.write_rows(table, rows.size(), sizeof(Row), columns,
                  [&rows](std::size_t first, std::size_t count, std::byte* to) {
                    std::memcpy(to, rows.data() + first, count * sizeof(Row));
                  });
}

/// A table of one row whose column `overloaded` has that value.
inline void write_overload(hdf5::File& file, const std::string& table, bool overloaded) {
  const std::vector<hdf5::Column> columns{
      {.name = std::string(columns::stations::overloaded.name), .type = hdf5::NumberType::Uint8}};
  file.write_rows(table, 1, 1, columns, [overloaded](std::size_t, std::size_t, std::byte* to) {
    *to = static_cast<std::byte>(overloaded);
  });
}

/// Runs last from 0 s to the arrival of their last request.
inline void write_result(const std::filesystem::path& path, const ResultContent& content) {
  hdf5::File file = hdf5::File::create(path);
  file.set_text("/", "format", content.format);
  file.set_integer("/", "version", content.version);
  file.set_integer("/", "seed", content.seed);
  if (content.groups) {
    file.set_text("/", columns::kGroupsAttribute, *content.groups);
  }
  file.set_text("/", "summary",
                content.summary.value_or(R"({"scenario": "example", "points": )" + content.points + "}"));
  std::size_t number = 0;
  for (const RunContent& run : content.runs) {
    const std::string group = fmt::format("{}/{:04}", columns::run::kGroup, number++);
    file.make_group(group);
    file.set_text(group, "policy", run.policy);
    file.set_integer(group, "replication", run.replication);
    if (run.point) {
      file.set_integer(group, "point", *run.point);
    }
    file.set_text(group, columns::run::kTiers, run.tiers);
    file.set_number(group, std::string(columns::run::warm_up_end_s.name), 0);
    file.set_number(group, std::string(columns::run::last_arrival_s.name),
                    run.requests.empty() ? 0 : run.requests.back().arrival_s);
    write_requests(file, group + "/" + columns::requests::kTable, run.requests, content.left_out);
    write_overload(file, group + "/" + columns::stations::kTable, run.overloaded_station);
    write_overload(file, group + "/" + columns::links::kTable, run.overloaded_link);
  }
  file.close();
}

}  // namespace dimsim
