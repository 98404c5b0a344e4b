#include "dimsim/analysis/request_detail.hpp"

#include "dimsim/analysis/result_columns.hpp"
#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {
namespace {

using hdf5::NumberType;

constexpr int kMostLabel = 2;  ///< hard

std::vector<hdf5::Column> columns_of(const std::vector<std::string>& tiers) {
  std::vector<hdf5::Column> columns{
      {.name = "arrival_s", .type = NumberType::Double, .offset = offsetof(RequestFields, arrival_s)},
      {.name = "finish_s", .type = NumberType::Double, .offset = offsetof(RequestFields, finish_s)},
      {.name = "latency_s", .type = NumberType::Double, .offset = offsetof(RequestFields, latency_s)},
      {.name = "radio_j", .type = NumberType::Double, .offset = offsetof(RequestFields, radio_j)},
      {.name = "compute_j", .type = NumberType::Double, .offset = offsetof(RequestFields, compute_j)},
      {.name = "lambda", .type = NumberType::Double, .offset = offsetof(RequestFields, lambda)},
      {.name = "up_bytes", .type = NumberType::Uint64, .offset = offsetof(RequestFields, up_bytes)},
      {.name = "down_bytes", .type = NumberType::Uint64, .offset = offsetof(RequestFields, down_bytes)},
      {.name = "device", .type = NumberType::Uint32, .offset = offsetof(RequestFields, device)},
      {.name = "sample", .type = NumberType::Uint32, .offset = offsetof(RequestFields, sample)},
      {.name = "prediction", .type = NumberType::Int32, .offset = offsetof(RequestFields, prediction)},
      {.name = "label", .type = NumberType::Int8, .offset = offsetof(RequestFields, label)},
      {.name = "outcome", .type = NumberType::Uint8, .offset = offsetof(RequestFields, outcome)},
      {.name = "answered_tier", .type = NumberType::Uint8, .offset = offsetof(RequestFields, answered_tier)},
      {.name = "exit_layer", .type = NumberType::Uint8, .offset = offsetof(RequestFields, exit_layer)},
      {.name = "correct", .type = NumberType::Uint8, .offset = offsetof(RequestFields, correct)},
      {.name = "measured", .type = NumberType::Uint8, .offset = offsetof(RequestFields, measured)}};
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    const std::size_t begin = sizeof(RequestFields) + tier * sizeof(TierInstants);
    const auto add = [&](const char* what, NumberType type, std::size_t offset) {
      columns.push_back({.name = tiers[tier] + what, .type = type, .offset = begin + offset});
    };
    add("_sent_s", NumberType::Double, offsetof(TierInstants, sent_s));
    add("_received_s", NumberType::Double, offsetof(TierInstants, received_s));
    add("_started_s", NumberType::Double, offsetof(TierInstants, started_s));
    add("_finished_s", NumberType::Double, offsetof(TierInstants, finished_s));
    add("_confidence", NumberType::Float, offsetof(TierInstants, confidence));
    add("_station", NumberType::Int32, offsetof(TierInstants, station_row));
  }
  return columns;
}

/// Earlier files lack them.
bool may_lack(const hdf5::Column& column) {
  return column.name == "label" || column.name.ends_with("_confidence");
}

/// A row with what a file without such columns says.
std::vector<std::byte> default_row(std::size_t tiers) {
  std::vector<std::byte> bytes(sizeof(RequestFields) + tiers * sizeof(TierInstants));
  const RequestFields fields;
  std::memcpy(bytes.data(), &fields, sizeof(fields));
  for (std::size_t tier = 0; tier < tiers; ++tier) {
    const TierInstants instants;
    std::memcpy(bytes.data() + sizeof(fields) + tier * sizeof(instants), &instants, sizeof(instants));
  }
  return bytes;
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

RequestDetail request_detail(const ResultReader& result, const RunEntry& run, std::size_t number) {
  const hdf5::File& file = result.file();
  result.check_keeps_requests();
  if (number >= run.requests) {
    throw InputError(file_place(file.name().string()),
                     fmt::format("has no request {} of policy {}: there are {}, counted from 0", number,
                                 quote(run.policy), run.requests));
  }
  const std::string table = run.group + "/requests";
  std::vector<hdf5::Column> columns = columns_of(run.tiers);
  const std::vector<std::string> present = file.columns(table);
  std::erase_if(columns, [&present](const hdf5::Column& column) {
    return may_lack(column) && std::find(present.begin(), present.end(), column.name) == present.end();
  });
  check_columns(file, table, columns);
  std::vector<std::byte> bytes = default_row(run.tiers.size());
  file.read_rows(table, number, 1, bytes.size(), columns, bytes.data());
  RequestDetail detail;
  std::memcpy(static_cast<RequestFields*>(&detail), bytes.data(), sizeof(RequestFields));
  const bool has_tier = !detail.is_answered() || detail.answered_tier < run.tiers.size();
  if (!has_tier || detail.label < RequestFields::kNotInFile || detail.label > kMostLabel) {
    throw InputError(
        file_place(file.name().string()),
        fmt::format("request {} of '{}' has {} {}", number, table, has_tier ? "label" : "answered_tier",
                    has_tier ? detail.label : detail.answered_tier),
        "has something else written or changed it?");
  }
  const std::string devices = fmt::format("/points/{:04}/devices", run.point);
  detail.group = text_at(file, devices, "group", detail.device);
  detail.site = text_at(file, devices, "site", detail.device);
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    TierVisit visit;
    std::memcpy(static_cast<TierInstants*>(&visit),
                bytes.data() + sizeof(RequestFields) + tier * sizeof(TierInstants), sizeof(TierInstants));
    if (visit.happened()) {
      visit.station =
          text_at(file, run.group + "/stations", "name", static_cast<std::size_t>(visit.station_row));
    }
    detail.visits.push_back(std::move(visit));
  }
  return detail;
}

}  // namespace dimsim::analysis
