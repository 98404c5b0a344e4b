#pragma once

#include "dimsim/language/type.hpp"
#include "dimsim/language/units.hpp"
#include "dimsim/model/device.hpp"

#include <string>
#include <utility>
#include <vector>

/// Types that several keys of a scenario and of the catalogue have in common, and their limits.
namespace dimsim::catalogue::types {

inline constexpr double kLargestSize = 1e9;      ///< of a model; layers, widths etc. fit an int
inline constexpr double kLargestCount = 1e7;     ///< of hosts, devices, servers
inline constexpr double kMostRequests = 4e9;     ///< in a run; their numbers fit 32 bits
inline constexpr double kMostLayers = 255;       ///< a layer's number fits a byte of a result
inline constexpr double kLongestTime = 1e9;      ///< about 30 years [s]
inline constexpr double kSlowestRate = 1e-9;     ///< once in 30 years [1/s]
inline constexpr double kLargestPacket = 65535;  ///< of IP [B]
inline constexpr double kLargestMessage = 1e12;  ///< [B]
inline constexpr double kLargestElement = 1024;  ///< of a hidden state [B]
inline constexpr double kMostRoundTrips = 1000;
inline constexpr double kSlowestLink = 1.0 / 8;  ///< one bit per second [B/s]
inline constexpr double kSlowestCompute = 1;     ///< [FLOP/s]
inline constexpr double kFastestCompute = 1e16;  ///< ten times what the fastest accelerator reaches [FLOP/s]

inline language::TypePtr precision() {
  std::vector<std::string> names;
  for (const auto& [name, value] : model::kPrecisions) {
    names.emplace_back(name);
  }
  return language::choice(std::move(names));
}
inline language::TypePtr size() { return language::integer(1, kLargestSize); }
inline language::TypePtr time() { return language::quantity(Dimension::Time, 0, true, kLongestTime); }
inline language::TypePtr rate() { return language::quantity(Dimension::Rate, kSlowestRate); }
inline language::TypePtr bandwidth() { return language::quantity(Dimension::Bandwidth, kSlowestLink); }
inline language::TypePtr message() { return language::quantity(Dimension::Data, 0, true, kLargestMessage); }
inline language::TypePtr positive(Dimension dimension) { return language::quantity(dimension, 0, false); }

}  // namespace dimsim::catalogue::types
