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

/// A time that somebody measured: a whole model (all layers and its last head) on a device.
struct Measurement {
  std::string device;
  std::shared_ptr<const model::Variant> variant;
  int tokens = 0;
  int batch = 0;
  model::Precision precision = model::Precision::Fp32;
  double seconds = 0;
  std::string source;     ///< where the figure comes from; may be empty
  bool is_check = false;  ///< held against the fit, and not fitted to
  Place place;
};

/// The models that a table may name.
struct Models {
  std::function<std::optional<model::Variant>(const std::string&)> find;
  std::vector<std::string> names;  ///< to suggest from
};

/// Reads a table of measurements: comma-separated values with a header. Columns, in any order: device, model,
/// tokens, batch, precision, seconds; source and use ("fit", the default, or "check") may be absent.
/// Contract: throws InputError with everything that is wrong, each fault with its line and column.
[[nodiscard]] std::vector<Measurement> read_measurements(const std::shared_ptr<const SourceText>& source,
                                                         const Models& models);

/// Names of the devices in a table, each once, in its order.
[[nodiscard]] std::vector<std::string> devices_in(const std::vector<Measurement>& rows);

}  // namespace dimsim::profile
