#pragma once

#include "dimsim/analysis/result_reader.hpp"
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
  std::string format = "dimsim.result";
  std::int64_t version = 1;
  std::int64_t seed = 1;
  std::string points = "[{}]";              ///< of the summary
  std::optional<std::string> summary = {};  ///< instead of one with the points
  std::string left_out = {};                ///< a column that `requests` lack
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
  using hdf5::NumberType;
  std::vector<hdf5::Column> columns;
  const auto add = [&](const char* name, NumberType type, std::size_t offset) {
    if (name != left_out) {
      columns.push_back({.name = name, .type = type, .offset = offset});
    }
  };
  // Another order than that of the reader.
  add("measured", NumberType::Uint8, offsetof(Row, measured));
  add("correct", NumberType::Uint8, offsetof(Row, correct));
  add("answered_tier", NumberType::Uint8, offsetof(Row, answered_tier));
  add("outcome", NumberType::Uint8, offsetof(Row, outcome));
  add("sample", NumberType::Uint32, offsetof(Row, sample));
  add("device", NumberType::Uint32, offsetof(Row, device));
  add("compute_j", NumberType::Double, offsetof(Row, compute_j));
  add("radio_j", NumberType::Double, offsetof(Row, radio_j));
  add("lambda", NumberType::Double, offsetof(Row, lambda));
  add("latency_s", NumberType::Double, offsetof(Row, latency_s));
  add("arrival_s", NumberType::Double, offsetof(Row, arrival_s));
  file.write_rows(table, rows.size(), sizeof(Row), columns,
                  [&rows](std::size_t first, std::size_t count, std::byte* to) {
                    std::memcpy(to, rows.data() + first, count * sizeof(Row));
                  });
}

/// A table of one row whose column `overloaded` has that value.
inline void write_overload(hdf5::File& file, const std::string& table, bool overloaded) {
  const std::vector<hdf5::Column> columns{{.name = "overloaded", .type = hdf5::NumberType::Uint8}};
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
  file.set_text("/", "summary",
                content.summary.value_or(R"({"scenario": "example", "points": )" + content.points + "}"));
  std::size_t number = 0;
  for (const RunContent& run : content.runs) {
    const std::string group = fmt::format("/runs/{:04}", number++);
    file.make_group(group);
    file.set_text(group, "policy", run.policy);
    file.set_integer(group, "replication", run.replication);
    if (run.point) {
      file.set_integer(group, "point", *run.point);
    }
    file.set_text(group, "tiers", run.tiers);
    file.set_number(group, "warm_up_end_s", 0);
    file.set_number(group, "last_arrival_s", run.requests.empty() ? 0 : run.requests.back().arrival_s);
    write_requests(file, group + "/requests", run.requests, content.left_out);
    write_overload(file, group + "/stations", run.overloaded_station);
    write_overload(file, group + "/links", run.overloaded_link);
  }
  file.close();
}

}  // namespace dimsim
