#pragma once

#include "dimsim/columns/column.hpp"

#include <cstdint>
#include <limits>
#include <tuple>

// /runs/NNNN/stations: one row per host above the devices, or per group of devices.

namespace dimsim::columns::stations {

inline constexpr const char* kTable = "stations";

inline constexpr auto name = text("name", "TIER/HOST, or TIER/GROUP of all devices of a group",
                                  [](const auto& station) { return station.name; });
inline constexpr auto tier =
    text("tier", "name of the tier", [](const auto& station) { return station.tier; });
inline constexpr auto hosts = number<std::uint64_t>("hosts", "", "hosts that this row stands for",
                                                    [](const auto& station) { return station.hosts; });
inline constexpr auto servers =
    number<std::uint64_t>("servers", "", "of each host", [](const auto& station) { return station.servers; });
inline constexpr auto served = number<std::uint64_t>("served", "", "services ended in the run",
                                                     [](const auto& station) { return station.served; });
inline constexpr auto busy_s = number<double>("busy_s", "s", "server-seconds over the whole run",
                                              [](const auto& station) { return station.busy_s; });
inline constexpr auto queue_s =
    number<double>("queue_s", "s", "request-seconds of waiting over the whole run",
                   [](const auto& station) { return station.queue_s; });
inline constexpr auto window_busy_s = number<double>(
    "window_busy_s", "s", "server-seconds in the measurement window, from warm-up to last arrival",
    [](const auto& station) { return station.window_busy_s; });
inline constexpr auto offered_s =
    number<double>("offered_s", "s", "server-seconds of work that arrived in the measurement window",
                   [](const auto& station) { return station.offered_s; });
inline constexpr auto utilisation =
    number<double>("utilisation", "", "share of the measurement window in which servers were busy",
                   [](const auto& station) { return station.utilisation; });
inline constexpr auto busiest_utilisation =
    number<double>("busiest_utilisation", "", "of the busiest host",
                   [](const auto& station) { return station.busiest_utilisation; });
inline constexpr auto offered_load = number<double>(
    "offered_load", "", "offered work / capacity of the measurement window; from 1 on the queue grows",
    [](const auto& station) { return station.offered_load; });
inline constexpr auto queue_mid =
    number<std::uint64_t>("queue_mid", "", "waiting at the middle of the measurement window",
                          [](const auto& station) { return station.queue_mid; });
inline constexpr auto queue_end = number<std::uint64_t>(
    "queue_end", "", "waiting at the last arrival", [](const auto& station) { return station.queue_end; });
inline constexpr auto overloaded =
    number<std::uint8_t>("overloaded", "", "1: more work was offered than can be served, and the queue grew",
                         [](const auto& station) { return std::uint8_t{station.overloaded}; });
inline constexpr auto idle_j = number<double>("idle_j", "J", "idle power over the whole run",
                                              [](const auto& station) { return station.idle_j; });
inline constexpr auto active_j =
    number<double>("active_j", "J", "above idle", [](const auto& station) { return station.active_j; });
inline constexpr auto radio_j = number<double>("radio_j", "J", "radios of the devices, asleep too",
                                               [](const auto& station) { return station.radio_j; });
inline constexpr auto usd = number<double>("usd", "USD", "rent, services and ownership over the whole run",
                                           [](const auto& station) { return station.usd; });
inline constexpr auto battery_h = number<double>(
    "battery_h", "h", "a full battery at the run's mean power; NaN without one", [](const auto& station) {
      return station.battery_h > 0 ? station.battery_h : std::numeric_limits<double>::quiet_NaN();
    });

inline constexpr auto kAll = std::tuple(name, tier, hosts, servers, served, busy_s, queue_s, window_busy_s,
                                        offered_s, utilisation, busiest_utilisation, offered_load, queue_mid,
                                        queue_end, overloaded, idle_j, active_j, radio_j, usd, battery_h);

}  // namespace dimsim::columns::stations
