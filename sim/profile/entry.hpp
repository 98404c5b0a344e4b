#pragma once

#include "dimsim/model/device.hpp"
#include "dimsim/profile/fit.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::profile {

/// Measured times from the text to the exit of a layer, over tokens × batch.
struct TimeTable {
  std::string model;
  model::Precision precision = model::Precision::Fp32;
  std::optional<int> layers;  ///< layers run; nothing = all of them
  std::vector<int> tokens;
  std::vector<int> batch;
  std::vector<std::vector<double>> seconds;  ///< [tokens][batch] [s]
};

/// A figure of the entry and where it comes from: "power.idle", "assumed: …".
using Source = std::pair<std::string, std::string>;

/// The contents of a device's catalogue entry.
struct DeviceEntry {
  std::string description;
  std::vector<std::pair<model::Precision, Parameters>> compute;  ///< the first is the device's default
  std::vector<TimeTable> measured;
  int servers = 1;          ///< inferences at the same time
  double idle_power_w = 0;  ///< [W]
  double load_power_w = 0;  ///< [W]
  std::vector<Source> sources;
};

/// The entry as YAML, to be stored as platforms/devices/NAME.yaml. Figures have five significant digits.
/// Contract: texts may contain any characters; they are quoted.
[[nodiscard]] std::string to_yaml(const DeviceEntry& entry);

}  // namespace dimsim::profile
