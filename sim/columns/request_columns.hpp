#pragma once

#include "dimsim/columns/column.hpp"

#include <cstdint>
#include <tuple>

// /runs/NNNN/requests: one row per request, in order of arrival. Instants are relative to the beginning of
// the run.

namespace dimsim::columns::requests {

inline constexpr const char* kTable = "requests";

inline constexpr auto arrival_s = number<double>("arrival_s", "s", "arrival on the device",
                                                 [](const auto& row) { return row.record().arrival_s; });
inline constexpr auto finish_s = number<double>("finish_s", "s", "the answer is on the device",
                                                [](const auto& row) { return row.record().finish_s; });
inline constexpr auto device = number<std::uint32_t>("device", "", "row of the point's `devices`",
                                                     [](const auto& row) { return row.record().device; });
inline constexpr auto sample = number<std::uint32_t>("sample", "", "row of the trace's split",
                                                     [](const auto& row) { return row.record().sample; });
inline constexpr auto label =
    number<std::int8_t>("label", "", "of the sample's complexity: 0 easy, 1 medium, 2 hard, -1 none",
                        [](const auto& row) { return row.record().label; });
inline constexpr auto outcome =
    number<std::uint8_t>("outcome", "", "0 answered, 1 dropped, 2 timed out, 3 failed",
                         [](const auto& row) { return static_cast<std::uint8_t>(row.record().outcome); });
inline constexpr auto answered_tier =
    number<std::uint8_t>("answered_tier", "", "index into the run's tiers",
                         [](const auto& row) { return row.record().answered_tier; });
inline constexpr auto exit_layer = number<std::uint8_t>(
    "exit_layer", "", "layer whose exit answered", [](const auto& row) { return row.record().exit_layer; });
inline constexpr auto prediction = number<std::int16_t>(
    "prediction", "", "class that was answered", [](const auto& row) { return row.record().prediction; });
inline constexpr auto correct =
    number<std::uint8_t>("correct", "", "1: the prediction is the gold label",
                         [](const auto& row) { return std::uint8_t{row.record().correct}; });
inline constexpr auto measured =
    number<std::uint8_t>("measured", "", "1: arrived after the warm-up; select these for statistics",
                         [](const auto& row) { return std::uint8_t{row.record().measured}; });
inline constexpr auto radio_j =
    number<double>("radio_j", "J", "device radio: its bytes, and its part of promotion, active time and tail",
                   [](const auto& row) { return row.record().radio_j; });
inline constexpr auto compute_j = number<double>("compute_j", "J", "hosts of all tiers, above idle",
                                                 [](const auto& row) { return row.record().compute_j; });
inline constexpr auto lambda = number<double>("lambda", "λ", "layers run and tiers entered",
                                              [](const auto& row) { return row.record().lambda; });
inline constexpr auto up_bytes =
    number<std::uint64_t>("up_bytes", "B", "sent by the device, headers included",
                          [](const auto& row) { return row.record().up_bytes; });
inline constexpr auto down_bytes =
    number<std::uint64_t>("down_bytes", "B", "received by the device, headers included",
                          [](const auto& row) { return row.record().down_bytes; });
inline constexpr auto latency_s = number<double>("latency_s", "s", "finish - arrival; NaN unless answered",
                                                 [](const auto& row) { return row.latency_s(); });
inline constexpr auto queue_s = number<double>("queue_s", "s", "waiting for a server, all tiers",
                                               [](const auto& row) { return row.parts().queue; });
inline constexpr auto compute_s = number<double>("compute_s", "s", "being served, all tiers",
                                                 [](const auto& row) { return row.parts().compute; });
inline constexpr auto network_s = number<double>("network_s", "s", "on the way, all tiers and the answer",
                                                 [](const auto& row) { return row.parts().network; });

inline constexpr auto kAll = std::tuple(arrival_s, finish_s, device, sample, label, outcome, answered_tier,
                                        exit_layer, prediction, correct, measured, radio_j, compute_j, lambda,
                                        up_bytes, down_bytes, latency_s, queue_s, compute_s, network_s);

}  // namespace dimsim::columns::requests

// Further columns of `requests` for each tier: TIER_station and so on. NaN if the request never went there.

namespace dimsim::columns::visits {

inline constexpr auto station = number<std::int32_t>(
    "station", "", "row of `stations` whose host served it; -1 where the request never went",
    [](const auto& visit) { return visit.record().station; });
inline constexpr auto sent_s = number<double>("sent_s", "s", "left the place before", [](const auto& visit) {
  return visit.instant(visit.record().sent_s);
});
inline constexpr auto received_s =
    number<double>("received_s", "s", "joined the queue",
                   [](const auto& visit) { return visit.instant(visit.record().received_s); });
inline constexpr auto started_s = number<double>("started_s", "s", "service began", [](const auto& visit) {
  return visit.instant(visit.record().started_s);
});
inline constexpr auto finished_s = number<double>("finished_s", "s", "service ended", [](const auto& visit) {
  return visit.instant(visit.record().finished_s);
});
inline constexpr auto confidence =
    number<float>("confidence", "", "largest probability of the last exit that was evaluated there",
                  [](const auto& visit) { return visit.record().confidence; });
inline constexpr auto queue_s = number<double>("queue_s", "s", "started - received", [](const auto& visit) {
  return started_s.get(visit) - received_s.get(visit);
});
inline constexpr auto compute_s =
    number<double>("compute_s", "s", "finished - started",
                   [](const auto& visit) { return finished_s.get(visit) - started_s.get(visit); });

inline constexpr auto kAll =
    std::tuple(station, sent_s, received_s, started_s, finished_s, confidence, queue_s, compute_s);

}  // namespace dimsim::columns::visits
