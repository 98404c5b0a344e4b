#pragma once

#include "dimsim/columns/column.hpp"

#include <cstdint>
#include <tuple>

// /point_table: one row per point of the study, the axes first (see run_columns.hpp).

namespace dimsim::columns::points {

inline constexpr const char* kTable = "/point_table";

inline constexpr auto labels =
    text("labels", "what axes call the point, as JSON", [](const auto& row) { return row.labels; });
inline constexpr auto parameters =
    text("parameters", "what the point puts into the scenario, by path, as JSON",
         [](const auto& row) { return row.parameters; });
inline constexpr auto trace_fingerprint = text("trace_fingerprint", "FNV-1a of the trace file",
                                               [](const auto& row) { return row.trace_fingerprint; });
inline constexpr auto assumptions =
    number<std::uint32_t>("assumptions", "", "place in the file's attribute `assumptions`",
                          [](const auto& row) { return row.assumptions; });

inline constexpr auto kAll = std::tuple(labels, parameters, trace_fingerprint, assumptions);

}  // namespace dimsim::columns::points

// /points/NNNN/devices: one row per device, in the order of the numbers that requests name.

namespace dimsim::columns::devices {

inline constexpr const char* kGroup = "/points";
inline constexpr const char* kTable = "devices";

inline constexpr auto group =
    text("group", "host group of the first tier", [](const auto& device) { return device.group; });
inline constexpr auto site =
    text("site", "where it attaches to the network", [](const auto& device) { return device.site; });

inline constexpr auto kAll = std::tuple(group, site);

}  // namespace dimsim::columns::devices
