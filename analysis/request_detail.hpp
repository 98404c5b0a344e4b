#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A request's instants at one tier [s]; NaN where it never went there.
struct TierInstants {
  double sent_s = 0;      ///< left the place before
  double received_s = 0;  ///< joined the queue
  double started_s = 0;
  double finished_s = 0;
  std::int32_t station_row = -1;  ///< of the run's stations; -1 where it never went
  float confidence = std::numeric_limits<float>::quiet_NaN();  ///< of the last exit that was evaluated there

  [[nodiscard]] bool happened() const { return station_row >= 0; }
};

struct TierVisit : TierInstants {
  std::string station;  ///< its name, "edge/jetson-agx-orin"
};

/// What the row of a request says, whatever the tiers.
struct RequestFields {
  static constexpr std::int8_t kNotInFile = -2;  ///< as label

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

/// All that a result file says of one request.
struct RequestDetail : RequestFields {
  std::vector<TierVisit> visits;  ///< one a tier of the run
  std::string group;              ///< of the device; "" where the file does not say
  std::string site;
};

/// A request by its number in a run. Throws InputError when requests are not kept, when the run has no such
/// request, or columns are missing.
[[nodiscard]] RequestDetail request_detail(const ResultReader& result, const RunEntry& run,
                                           std::size_t number);

}  // namespace dimsim::analysis
