#pragma once

#include "dimsim/columns/column.hpp"

#include <cstdint>
#include <tuple>

// /run_table: one row per run, a policy at a point in a replication. Columns for the axes of the study follow
// kKey, and columns for the metrics follow kCourse; both depend on the study.

namespace dimsim::columns::runs {

inline constexpr const char* kTable = "/run_table";

inline constexpr auto point = number<std::uint32_t>("point", "", "row of /point_table", [](const auto& row) {
  return static_cast<std::uint32_t>(row.key.point);
});
inline constexpr auto policy =
    text("policy", "label of the policy", [](const auto& row) { return row.policy; });
inline constexpr auto replication = number<std::uint32_t>(
    "replication", "", "counted from 0", [](const auto& row) { return row.key.replication; });
inline constexpr auto arrived = number<std::uint64_t>("arrived", "", "requests that arrived",
                                                      [](const auto& row) { return row.requests.arrived; });
inline constexpr auto answered = number<std::uint64_t>("answered", "", "requests that were answered",
                                                       [](const auto& row) { return row.requests.answered; });
inline constexpr auto dropped = number<std::uint64_t>("dropped", "", "requests that were dropped",
                                                      [](const auto& row) { return row.requests.dropped; });
inline constexpr auto timed_out = number<std::uint64_t>(
    "timed_out", "", "requests that timed out", [](const auto& row) { return row.requests.timed_out; });
inline constexpr auto failed = number<std::uint64_t>("failed", "", "requests that failed",
                                                     [](const auto& row) { return row.requests.failed; });
inline constexpr auto measured =
    number<std::uint64_t>("measured", "", "requests that arrived after the warm-up",
                          [](const auto& row) { return row.requests.measured; });
inline constexpr auto warm_up_end_s = number<double>("warm_up_end_s", "s", "when measuring began",
                                                     [](const auto& row) { return row.warm_up_end_s; });
inline constexpr auto warm_up_found =
    number<std::uint8_t>("warm_up_found", "", "1: found by MSER-5; 2: by it, but the run is too short for it",
                         [](const auto& row) { return row.warm_up_found; });
inline constexpr auto last_arrival_s = number<double>("last_arrival_s", "s", "when it ended",
                                                      [](const auto& row) { return row.last_arrival_s; });
inline constexpr auto end_s =
    number<double>("end_s", "s", "the last answer is in", [](const auto& row) { return row.end_s; });
inline constexpr auto overloaded =
    number<std::uint8_t>("overloaded", "", "1: a station or link is, so that latency grows with the run",
                         [](const auto& row) { return std::uint8_t{row.is_overloaded}; });
inline constexpr auto latency_ci95_s = number<double>(
    "latency_ci95_s", "s", "half width of the mean latency's 95 % interval, by batch means in the run",
    [](const auto& row) { return row.latency_ci95_s; });

/// The key of the run; the columns of the axes follow.
inline constexpr auto kKey = std::tuple(point, policy, replication);
/// The course of the run; the columns of the metrics follow.
inline constexpr auto kCourse =
    std::tuple(arrived, answered, dropped, timed_out, failed, measured, warm_up_end_s, warm_up_found,
               last_arrival_s, end_s, overloaded, latency_ci95_s);

/// Attributes of the table beside a metric's column: the metric's name, and which values are better.
inline constexpr const char* kMetricPrefix = "metric.";
inline constexpr const char* kBetterPrefix = "better.";

/// Columns of an axis of the study, here and in /point_table: the label of the point, and the label as a
/// number if it has one.
inline constexpr const char* kAxisPrefix = "axis_";
inline constexpr const char* kAxisNumberPrefix = "value_";

}  // namespace dimsim::columns::runs

// Attributes of the group of a run, /runs/NNNN, in addition to `tiers`, the JSON list of the tiers' names.
// Some are in /run_table as well.

namespace dimsim::columns::run {

inline constexpr const char* kGroup = "/runs";
inline constexpr const char* kTiers = "tiers";

inline constexpr auto warm_up_end_s = number<double>("warm_up_end_s", "s", "when measuring began",
                                                     [](const auto& run) { return run.warm_up_end_s; });
inline constexpr auto last_arrival_s = number<double>("last_arrival_s", "s", "when it ended",
                                                      [](const auto& run) { return run.last_arrival_s; });
inline constexpr auto end_s =
    number<double>("end_s", "s", "the last answer is in", [](const auto& run) { return run.end_s; });
inline constexpr auto bin_s = number<double>("bin_s", "s", "width of the bins of `links_over_time`",
                                             [](const auto& run) { return run.bin_s; });
inline constexpr auto radio_bytes_j =
    number<double>("radio_bytes_j", "J", "all devices' radios: for each byte",
                   [](const auto& run) { return run.radio.bytes_j; });
inline constexpr auto radio_promotion_j =
    number<double>("radio_promotion_j", "J", "all devices' radios: waking up",
                   [](const auto& run) { return run.radio.promotion_j; });
inline constexpr auto radio_active_j =
    number<double>("radio_active_j", "J", "all devices' radios: while messages were on the link",
                   [](const auto& run) { return run.radio.active_j; });
inline constexpr auto radio_tail_j = number<double>("radio_tail_j", "J", "all devices' radios: afterwards",
                                                    [](const auto& run) { return run.radio.tail_j; });
inline constexpr auto radio_sleep_j = number<double>("radio_sleep_j", "J", "all devices' radios: asleep",
                                                     [](const auto& run) { return run.radio_sleep_j; });
inline constexpr auto core_j =
    number<double>("core_j", "J", "network behind the sites", [](const auto& run) { return run.core_j; });
inline constexpr auto egress_bytes = number<double>("egress_bytes", "B", "sent out of the cloud",
                                                    [](const auto& run) { return run.egress_bytes; });
inline constexpr auto egress_usd =
    number<double>("egress_usd", "USD", "price of what was sent out of the cloud",
                   [](const auto& run) { return run.egress_usd; });

inline constexpr auto kAll =
    std::tuple(warm_up_end_s, last_arrival_s, end_s, bin_s, radio_bytes_j, radio_promotion_j, radio_active_j,
               radio_tail_j, radio_sleep_j, core_j, egress_bytes, egress_usd);

}  // namespace dimsim::columns::run
