#include "analysis/result_reader.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {
namespace {

using hdf5::NumberType;

/// What a row has beside the tiers.
struct Row {
  double arrival_s = 0;
  double finish_s = 0;
  double latency_s = 0;
  double radio_j = 0;
  double compute_j = 0;
  double lambda = 0;
  std::uint64_t up_bytes = 0;
  std::uint64_t down_bytes = 0;
  std::uint32_t device = 0;
  std::uint32_t sample = 0;
  std::int32_t prediction = 0;
  std::uint8_t outcome = 0;
  std::uint8_t answered_tier = 0;
  std::uint8_t exit_layer = 0;
  std::uint8_t correct = 0;
  std::uint8_t measured = 0;
};

/// What it has of a tier.
struct TierRow {
  double sent_s = 0;
  double received_s = 0;
  double started_s = 0;
  double finished_s = 0;
  std::int32_t station = -1;
};

std::vector<hdf5::Column> columns_of(const std::vector<std::string>& tiers) {
  std::vector<hdf5::Column> columns{
      {.name = "arrival_s", .type = NumberType::Double, .offset = offsetof(Row, arrival_s)},
      {.name = "finish_s", .type = NumberType::Double, .offset = offsetof(Row, finish_s)},
      {.name = "latency_s", .type = NumberType::Double, .offset = offsetof(Row, latency_s)},
      {.name = "radio_j", .type = NumberType::Double, .offset = offsetof(Row, radio_j)},
      {.name = "compute_j", .type = NumberType::Double, .offset = offsetof(Row, compute_j)},
      {.name = "lambda", .type = NumberType::Double, .offset = offsetof(Row, lambda)},
      {.name = "up_bytes", .type = NumberType::Uint64, .offset = offsetof(Row, up_bytes)},
      {.name = "down_bytes", .type = NumberType::Uint64, .offset = offsetof(Row, down_bytes)},
      {.name = "device", .type = NumberType::Uint32, .offset = offsetof(Row, device)},
      {.name = "sample", .type = NumberType::Uint32, .offset = offsetof(Row, sample)},
      {.name = "prediction", .type = NumberType::Int32, .offset = offsetof(Row, prediction)},
      {.name = "outcome", .type = NumberType::Uint8, .offset = offsetof(Row, outcome)},
      {.name = "answered_tier", .type = NumberType::Uint8, .offset = offsetof(Row, answered_tier)},
      {.name = "exit_layer", .type = NumberType::Uint8, .offset = offsetof(Row, exit_layer)},
      {.name = "correct", .type = NumberType::Uint8, .offset = offsetof(Row, correct)},
      {.name = "measured", .type = NumberType::Uint8, .offset = offsetof(Row, measured)}};
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    const std::size_t begin = sizeof(Row) + tier * sizeof(TierRow);
    const auto add = [&](const char* what, NumberType type, std::size_t offset) {
      columns.push_back({.name = tiers[tier] + what, .type = type, .offset = begin + offset});
    };
    add("_sent_s", NumberType::Double, offsetof(TierRow, sent_s));
    add("_received_s", NumberType::Double, offsetof(TierRow, received_s));
    add("_started_s", NumberType::Double, offsetof(TierRow, started_s));
    add("_finished_s", NumberType::Double, offsetof(TierRow, finished_s));
    add("_station", NumberType::Int32, offsetof(TierRow, station));
  }
  return columns;
}

void check_columns(const hdf5::File& file, const std::string& table,
                   const std::vector<hdf5::Column>& columns) {
  const std::vector<std::string> present = file.columns(table);
  std::vector<std::string> missing;
  for (const hdf5::Column& column : columns) {
    if (std::find(present.begin(), present.end(), column.name) == present.end()) {
      missing.push_back(column.name);
    }
  }
  if (!missing.empty()) {
    throw InputError(file_place(file.name().string()),
                     fmt::format("'{}' lacks the column{} {}", table, missing.size() == 1 ? "" : "s",
                                 fmt::join(missing, ", ")),
                     "run the scenario again");
  }
}

/// The text in a row of a column, or "" where the file has no such row.
std::string text_at(const hdf5::File& file, const std::string& table, const char* column, std::size_t row) {
  if (!file.has_dataset(table)) {
    return "";
  }
  const std::vector<std::string> columns = file.columns(table);
  if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
    return "";
  }
  const std::vector<std::string> texts = file.read_texts(table, column);
  return row < texts.size() ? texts[row] : "";
}

}  // namespace

RequestDetail ResultReader::request(const RunEntry& run, std::size_t index) const {
  if (run.group.empty()) {
    throw InputError(file_place(file_.name().string()), "does not keep requests",
                     "run the scenario with `keep_requests: yes`");
  }
  if (index >= run.requests) {
    throw InputError(file_place(file_.name().string()),
                     fmt::format("has no request {} of policy {}: there are {}, counted from 0", index,
                                 quote(run.policy), run.requests));
  }
  const std::string table = run.group + "/requests";
  const std::vector<hdf5::Column> columns = columns_of(run.tiers);
  check_columns(file_, table, columns);
  std::vector<std::byte> bytes(sizeof(Row) + run.tiers.size() * sizeof(TierRow));
  file_.read_rows(table, index, 1, bytes.size(), columns, bytes.data());
  Row row;
  std::memcpy(&row, bytes.data(), sizeof(Row));
  const std::string devices = fmt::format("/points/{:04}/devices", run.point);
  RequestDetail detail{.arrival_s = row.arrival_s,
                       .finish_s = row.finish_s,
                       .latency_s = row.latency_s,
                       .radio_j = row.radio_j,
                       .compute_j = row.compute_j,
                       .lambda = row.lambda,
                       .up_bytes = row.up_bytes,
                       .down_bytes = row.down_bytes,
                       .device = row.device,
                       .sample = row.sample,
                       .prediction = row.prediction,
                       .outcome = row.outcome,
                       .answered_tier = row.answered_tier,
                       .exit_layer = row.exit_layer,
                       .correct = row.correct,
                       .measured = row.measured,
                       .visits = {},
                       .group = text_at(file_, devices, "group", row.device),
                       .site = text_at(file_, devices, "site", row.device)};
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    TierRow at;
    std::memcpy(&at, bytes.data() + sizeof(Row) + tier * sizeof(TierRow), sizeof(TierRow));
    detail.visits.push_back({.sent_s = at.sent_s,
                             .received_s = at.received_s,
                             .started_s = at.started_s,
                             .finished_s = at.finished_s,
                             .station_row = at.station,
                             .station = at.station < 0 ? ""
                                                       : text_at(file_, run.group + "/stations", "name",
                                                                 static_cast<std::size_t>(at.station))});
  }
  return detail;
}

std::string ResultReader::scenario_text(const RunEntry& run) const {
  const std::string group = fmt::format("/points/{:04}", run.point);
  if (file_.has_group(group)) {
    if (const auto text = file_.text(group, "resolved_scenario")) {
      return *text;
    }
  }
  return points_.size() == 1 ? file_.text("/", "resolved_scenario").value_or("") : "";
}

}  // namespace dimsim::analysis
