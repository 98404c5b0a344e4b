// Written as text, not through a YAML library, since the entry is for people to read and edit: one line for
// each precision and each table, and quantities in units of a convenient size.
#include "dimsim/profile/entry.hpp"

#include "dimsim/base/error.hpp"

#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace dimsim::profile {
namespace {

struct Scale {
  double factor;
  const char* unit;
};

constexpr std::array<Scale, 4> kTimes{{{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}}};
constexpr std::array<Scale, 4> kRates{{{1e12, "TFLOP/s"}, {1e9, "GFLOP/s"}, {1e6, "MFLOP/s"}, {1, "FLOP/s"}}};
constexpr std::array<Scale, 4> kBandwidths{{{1e12, "TB/s"}, {1e9, "GB/s"}, {1e6, "MB/s"}, {1, "B/s"}}};
constexpr std::array<Scale, 2> kPowers{{{1, "W"}, {1e-3, "mW"}}};

/// Five significant digits, plain decimals: the scale keeps numbers between 1 and 1000 where it can.
template <std::size_t N>
std::string quantity(double value, const std::array<Scale, N>& scales) {
  if (value == 0) {
    return fmt::format("0 {}", scales.front().unit);
  }
  for (const Scale& scale : scales) {
    // What five digits round up to a whole unit is written in it: "1 ms", not "1000 us".
    if (value >= 0.999995 * scale.factor) {
      return fmt::format("{:.5g} {}", value / scale.factor, scale.unit);
    }
  }
  return fmt::format("{:.5g} {}", value / scales.back().factor, scales.back().unit);
}

/// A text as a YAML scalar in double quotation marks.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
    }
    // A line break or tab from a pasted text becomes a blank, so that the entry keeps its one line a value.
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    result += is_control ? ' ' : c;
  }
  return result + "\"";
}

template <typename Value, typename Text>
std::string list(const std::vector<Value>& values, const Text& text) {
  std::string result;
  for (const Value& value : values) {
    result += (result.empty() ? "" : ", ") + text(value);
  }
  return "[" + result + "]";
}

std::string compute_line(model::Precision precision, const Parameters& parameters) {
  std::string line =
      fmt::format("  {}: {{overhead: {}, layer_overhead: {}, rate: {}", name_of(precision),
                  quantity(parameters.overhead_s, kTimes), quantity(parameters.layer_overhead_s, kTimes),
                  quantity(parameters.flops_per_s, kRates));
  // Without the key the device has no limit, which is what an infinite bandwidth means.
  if (std::isfinite(parameters.memory_bytes_per_s)) {
    line += fmt::format(", memory_bandwidth: {}", quantity(parameters.memory_bytes_per_s, kBandwidths));
  }
  return line + "}\n";
}

std::string table_line(const TimeTable& table) {
  const auto number = [](int value) { return fmt::format("{}", value); };
  const auto time = [](double seconds) { return quantity(seconds, kTimes); };
  const auto row = [&time](const std::vector<double>& times) { return list(times, time); };
  return fmt::format("  - {{model: {}, precision: {}, {}tokens: {}, batch: {}, times: {}}}\n", table.model,
                     name_of(table.precision),
                     table.layers ? fmt::format("layers: {}, ", *table.layers) : std::string(),
                     list(table.tokens, number), list(table.batch, number), list(table.seconds, row));
}

}  // namespace

std::string to_yaml(const DeviceEntry& entry) {
  if (entry.compute.empty()) {
    throw InvariantError("a device entry without a precision");
  }
  std::string text = fmt::format("description: {}\ncompute:\n  precision: {}\n", quoted(entry.description),
                                 name_of(entry.compute.front().first));
  for (const auto& [precision, parameters] : entry.compute) {
    text += compute_line(precision, parameters);
  }
  text += entry.measured.empty() ? "" : "measured:\n";
  for (const TimeTable& table : entry.measured) {
    text += table_line(table);
  }
  text += fmt::format("servers: {}\npower: {{idle: {}, load: {}}}\nsources:\n", entry.servers,
                      quantity(entry.idle_power_w, kPowers), quantity(entry.load_power_w, kPowers));
  for (const auto& [figure, source] : entry.sources) {
    text += fmt::format("  {}: {}\n", figure, quoted(source));
  }
  return text;
}

}  // namespace dimsim::profile
