#pragma once

#include "dimsim/columns/column.hpp"

#include <cstdint>
#include <tuple>

// /runs/NNNN/links: one row per link, or per group of devices for all its links of one direction.

namespace dimsim::columns::links {

inline constexpr const char* kTable = "links";

inline constexpr auto name =
    text("name", "link, or all links of the devices of a group", [](const auto& link) { return link.name; });
inline constexpr auto links = number<std::uint64_t>("links", "", "links that this row stands for",
                                                    [](const auto& link) { return link.links; });
inline constexpr auto bytes = number<double>("bytes", "B", "carried over the whole run, headers included",
                                             [](const auto& link) { return link.bytes; });
inline constexpr auto bytes_per_s = number<double>("bytes_per_s", "B/s", "capacity of each link",
                                                   [](const auto& link) { return link.bytes_per_s; });
inline constexpr auto utilisation =
    number<double>("utilisation", "", "share of the capacity used between warm-up and last arrival",
                   [](const auto& link) { return link.utilisation; });
inline constexpr auto busiest_utilisation =
    number<double>("busiest_utilisation", "", "of the busiest link",
                   [](const auto& link) { return link.busiest_utilisation; });
inline constexpr auto offered_load =
    number<double>("offered_load", "", "bytes sent in that time / what the links can carry in it",
                   [](const auto& link) { return link.offered_load; });
inline constexpr auto overloaded =
    number<std::uint8_t>("overloaded", "", "1: more bytes were offered than can be carried",
                         [](const auto& link) { return std::uint8_t{link.overloaded}; });

inline constexpr auto kAll =
    std::tuple(name, links, bytes, bytes_per_s, utilisation, busiest_utilisation, offered_load, overloaded);

}  // namespace dimsim::columns::links

// /runs/NNNN/links_over_time: one row per link and bin in which it carried anything.

namespace dimsim::columns::links_over_time {

inline constexpr const char* kTable = "links_over_time";

inline constexpr auto link =
    number<std::uint32_t>("link", "", "row of `links`", [](const auto& row) { return row.link; });
inline constexpr auto begin_s =
    number<double>("begin_s", "s", "beginning of the bin, which is the run's bin_s wide",
                   [](const auto& row) { return row.begin_s; });
inline constexpr auto bytes = number<double>("bytes", "B", "carried in the bin, headers included",
                                             [](const auto& row) { return row.bytes; });

inline constexpr auto kAll = std::tuple(link, begin_s, bytes);

}  // namespace dimsim::columns::links_over_time
