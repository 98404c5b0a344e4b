#include "dimsim/analysis/request_detail.hpp"

#include "dimsim/analysis/file_refusal.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/read.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/station_columns.hpp"

#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {
namespace {

// The number of tiers, and so the size of a row, is known only when the file is open. A row is read as bytes:
// RequestFields, then TierInstants for each tier. Both are trivially copyable, which memcpy requires; the
// structs derived from them are not, so only their base parts are copied.

constexpr int kMostLabel = 2;  ///< hard

columns::RowLayout layout_of(const std::vector<std::string>& tiers) {
  namespace requests = columns::requests;
  namespace visits = columns::visits;
  using Fields = RequestFields;
  using Instants = TierInstants;
  columns::RowLayout layout;
  layout.bind(requests::arrival_s, &Fields::arrival_s)
      .bind(requests::finish_s, &Fields::finish_s)
      .bind(requests::latency_s, &Fields::latency_s)
      .bind(requests::radio_j, &Fields::radio_j)
      .bind(requests::compute_j, &Fields::compute_j)
      .bind(requests::lambda, &Fields::lambda)
      .bind(requests::up_bytes, &Fields::up_bytes)
      .bind(requests::down_bytes, &Fields::down_bytes)
      .bind(requests::device, &Fields::device)
      .bind(requests::sample, &Fields::sample)
      .bind(requests::prediction, &Fields::prediction)
      .bind(requests::label, &Fields::label)
      .bind(requests::outcome, &Fields::outcome)
      .bind(requests::answered_tier, &Fields::answered_tier)
      .bind(requests::exit_layer, &Fields::exit_layer)
      .bind(requests::correct, &Fields::correct)
      .bind(requests::measured, &Fields::measured);
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    const std::size_t begin = sizeof(Fields) + tier * sizeof(Instants);
    layout.bind(visits::sent_s, &Instants::sent_s, tiers[tier], begin)
        .bind(visits::received_s, &Instants::received_s, tiers[tier], begin)
        .bind(visits::started_s, &Instants::started_s, tiers[tier], begin)
        .bind(visits::finished_s, &Instants::finished_s, tiers[tier], begin)
        .bind(visits::confidence, &Instants::confidence, tiers[tier], begin)
        .bind(visits::station, &Instants::station_row, tiers[tier], begin);
  }
  return layout;
}

/// Whether a file of an older version lacks this column: version 1 and early files of version 2 do.
bool may_lack(const std::string& column) {
  return column == columns::requests::label.name ||
         column.ends_with(columns::name_at("", columns::visits::confidence.name));
}

/// A row of default values, which remain where the file lacks a column.
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

/// The text in a row of a column, or "" if the file has no such row.
template <class Column>
std::string text_in_row(const hdf5::File& file, const std::string& table, const Column& column,
                        std::size_t row) {
  if (!file.has_dataset(table) || !columns::has(file, table, columns::name_of(column))) {
    return "";
  }
  const std::vector<std::string> texts = columns::read(file, table, column);
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
  const std::string table = run.group + "/" + columns::requests::kTable;
  columns::RowLayout layout = layout_of(run.tiers);
  // Bound columns that an old file lacks are dropped; any other missing column is an error.
  layout.leave_out_missing(file, table, may_lack);
  layout.check(file, table);
  std::vector<std::byte> bytes = default_row(run.tiers.size());
  file.read_rows(table, number, 1, bytes.size(), layout.columns(), bytes.data());
  RequestDetail detail;
  std::memcpy(static_cast<RequestFields*>(&detail), bytes.data(), sizeof(RequestFields));
  // Callers use the tier and the label as indices, so a damaged file is refused here.
  const bool has_tier = !detail.is_answered() || detail.answered_tier < run.tiers.size();
  if (!has_tier || detail.label < RequestFields::kNotInFile || detail.label > kMostLabel) {
    refuse_file(
        file, fmt::format("request {} of '{}' has {} {}", number, table, has_tier ? "label" : "answered_tier",
                          has_tier ? detail.label : detail.answered_tier));
  }
  const std::string devices =
      fmt::format("{}/{:04}/{}", columns::devices::kGroup, run.point, columns::devices::kTable);
  detail.group = text_in_row(file, devices, columns::devices::group, detail.device);
  detail.site = text_in_row(file, devices, columns::devices::site, detail.device);
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    TierVisit visit;
    std::memcpy(static_cast<TierInstants*>(&visit),
                bytes.data() + sizeof(RequestFields) + tier * sizeof(TierInstants), sizeof(TierInstants));
    if (visit.happened()) {
      visit.station = text_in_row(file, run.group + "/" + columns::stations::kTable, columns::stations::name,
                                  static_cast<std::size_t>(visit.station_row));
    }
    detail.visits.push_back(std::move(visit));
  }
  return detail;
}

}  // namespace dimsim::analysis
