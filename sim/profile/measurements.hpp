#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/model/device.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::profile {

/// A measured time of a whole model (all layers and its last head) on a device.
struct Measurement {
  std::string device;
  std::shared_ptr<const model::Variant> variant;
  int tokens = 0;
  int batch = 0;
  model::Precision precision = model::Precision::Fp32;
  double seconds = 0;
  std::string source;     ///< source of the figure; may be empty
  bool is_check = false;  ///< compared with the fit, but not part of it
  Place place;
};

/// The models that a table may name.
struct Models {
  std::function<std::optional<model::Variant>(const std::string&)> find;
  std::vector<std::string> names;  ///< to suggest from
};

/// Reads a table of measurements: comma-separated values with a header. Columns, in any order: device, model,
/// tokens, batch, precision, seconds; source and use ("fit", the default, or "check") may be absent. Throws
/// InputError with all errors, each with its line and column.
[[nodiscard]] std::vector<Measurement> read_measurements(const std::shared_ptr<const SourceText>& source,
                                                         const Models& models);

/// Names of the devices in a table, without duplicates, in order of appearance.
[[nodiscard]] std::vector<std::string> devices_in(const std::vector<Measurement>& rows);

}  // namespace dimsim::profile
