#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Times of a request's visit to one tier [s]; NaN if there was no visit.
struct TierInstants {
  double sent_s = 0;      ///< left the device or the previous tier
  double received_s = 0;  ///< joined the queue
  double started_s = 0;
  double finished_s = 0;
  std::int32_t station_row = -1;  ///< row in the run's table of stations; -1 if there was no visit
  float confidence = std::numeric_limits<float>::quiet_NaN();  ///< of the last exit evaluated there

  [[nodiscard]] bool happened() const { return station_row >= 0; }
};

struct TierVisit : TierInstants {
  std::string station;  ///< its name, "edge/jetson-agx-orin"
};

/// The columns of a request that do not depend on the tiers.
struct RequestFields {
  static constexpr std::int8_t kNotInFile = -2;  ///< value of `label`: the file has no labels

  double arrival_s = 0;
  double finish_s = 0;
  double latency_s = 0;  ///< NaN unless answered
  double radio_j = 0;    ///< [J]
  double compute_j = 0;  ///< [J]
  double lambda = 0;     ///< [λ]
  std::uint64_t up_bytes = 0;
  std::uint64_t down_bytes = 0;
  std::uint32_t device = 0;
  std::uint32_t sample = 0;
  std::int16_t prediction = 0;
  std::int8_t label = kNotInFile;  ///< 0 easy, 1 medium, 2 hard, -1 none
  std::uint8_t outcome = 0;        ///< 0 = answered
  std::uint8_t answered_tier = 0;
  std::uint8_t exit_layer = 0;
  std::uint8_t correct = 0;
  std::uint8_t measured = 0;

  [[nodiscard]] bool is_answered() const {
    return outcome == static_cast<std::uint8_t>(columns::Outcome::Answered);
  }
};

/// Everything that a result file contains about one request.
struct RequestDetail : RequestFields {
  std::vector<TierVisit> visits;  ///< one for each tier of the run
  std::string group;              ///< of the device; "" if the file does not contain it
  std::string site;               ///< likewise
};

/// A request by its number in a run. Throws InputError if the file does not keep its requests, if the run has
/// no such request, or if columns are missing.
[[nodiscard]] RequestDetail request_detail(const ResultReader& result, const RunEntry& run,
                                           std::size_t number);

}  // namespace dimsim::analysis
