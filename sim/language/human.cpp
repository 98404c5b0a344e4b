#include "dimsim/base/error.hpp"
#include "dimsim/language/units.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace dimsim {
namespace {

struct DisplayUnit {
  double factor;
  std::string_view unit;
};

/// The units in which human() writes a dimension, from large to small. They are those in which people think,
/// not the SI units: link rates in bits, prices per hour, energy per kilowatt-hour.
std::vector<DisplayUnit> display_units(Dimension dimension) {
  switch (dimension) {
    case Dimension::Time:
      return {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
    case Dimension::Rate:
      return {{1, "/s"}};
    case Dimension::Data:
      return {{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}, {1, "B"}};
    case Dimension::Bandwidth:
      return {{1e9 / 8, "Gbps"}, {1e6 / 8, "Mbps"}, {1e3 / 8, "kbps"}, {1.0 / 8, "bps"}};
    case Dimension::Power:
      return {{1e3, "kW"}, {1, "W"}, {1e-3, "mW"}, {1e-6, "uW"}};
    case Dimension::Energy:
      return {{1e6, "MJ"}, {1e3, "kJ"}, {1, "J"}, {1e-3, "mJ"}, {1e-6, "uJ"}, {1e-9, "nJ"}};
    case Dimension::EnergyPerData:
      return {{1, "J/B"}, {1e-3, "mJ/B"}, {1e-6, "uJ/B"}, {1e-9, "nJ/B"}};
    case Dimension::Compute:
      return {{1e12, "TFLOP/s"}, {1e9, "GFLOP/s"}, {1e6, "MFLOP/s"}, {1, "FLOP/s"}};
    case Dimension::Price:
      return {{1, "USD"}};
    case Dimension::PricePerTime:
      return {{1.0 / 3600, "USD/h"}};
    case Dimension::PricePerData:
      return {{1e-9, "USD/GB"}};
    case Dimension::PricePerEnergy:
      return {{1 / 3.6e6, "USD/kWh"}};
    case Dimension::CarbonPerEnergy:
      return {{1 / 3.6e6, "g/kWh"}};
  }
  throw InvariantError("human(): unknown dimension");
}

}  // namespace

std::string human(double value, Dimension dimension) {
  const std::vector<DisplayUnit> all = display_units(dimension);
  // The largest unit in which the value is at least 1 after rounding to three digits, as 0.9995 is.
  const auto fitting = std::find_if(all.begin(), all.end(), [&](const DisplayUnit& unit) {
    return std::abs(value) >= 0.9995 * unit.factor;
  });
  // 0 fits no unit; it is written in the one without a prefix, "0 s" and not "0 ns".
  const auto plain =
      std::find_if(all.begin(), all.end(), [](const DisplayUnit& unit) { return unit.factor == 1; });
  const auto none = plain == all.end() ? all.begin() : plain;
  const DisplayUnit& scale = value == 0 ? *none : fitting == all.end() ? all.back() : *fitting;
  const double scaled = value / scale.factor;
  // "{:.3g}" would write 4321 s as "4.32e+03".
  const std::string number =
      std::abs(scaled) >= 999.5 ? fmt::format("{:.0f}", scaled) : fmt::format("{:.3g}", scaled);
  return fmt::format("{}{}{}", number, scale.unit.starts_with('/') ? "" : " ", scale.unit);
}

}  // namespace dimsim
