#pragma once

#include "dimsim/model/variant.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dimsim::model {

enum class Precision { Fp32, Fp16, Int8 };

/// All precisions by their names in YAML files.
inline constexpr std::array<std::pair<std::string_view, Precision>, 3> kPrecisions{
    {{"fp32", Precision::Fp32}, {"fp16", Precision::Fp16}, {"int8", Precision::Int8}}};

[[nodiscard]] std::string_view name_of(Precision precision);
/// Empty for an unknown name.
[[nodiscard]] std::optional<Precision> find_precision(std::string_view name);

[[nodiscard]] double bytes_per_element(Precision precision);

/// Measured times from the text to the answer of one exit, including its head, over tokens × batch.
struct MeasuredTable {
  std::string model;
  int layers = 0;              ///< the exit's layer; 0 = the model's last
  double tokens_from = 0;      ///< smallest number of tokens to extrapolate to; 0 = no extrapolation
  double tokens_to = 0;        ///< largest number of tokens to extrapolate to; 0 = no extrapolation
  std::vector<double> tokens;  ///< strictly rising
  std::vector<double> batch;   ///< strictly rising
  std::vector<std::vector<double>> seconds;  ///< [tokens][batch] [s]
};

/// Random variation of service times around their expected value; the mean is preserved.
struct Jitter {
  enum class Kind { None, Lognormal, Exponential };
  Kind kind = Kind::None;
  double coefficient_of_variation = 0;  ///< used by Lognormal only
};

/// Price of a request under serverless billing (functions as a service).
struct Serverless {
  double memory_bytes = 0;         ///< billed memory [B]
  double usd_per_byte_second = 0;  ///< [USD/(B·s)]
  double usd_per_request = 0;      ///< [USD]
  double billing_s = 0;            ///< service times are rounded up to a multiple of it [s]; 0 = no rounding
};

/// Price of owning a device.
struct Purchase {
  double usd_per_s = 0;  ///< price / (lifetime × duty) [USD/s]
  double usd_per_j = 0;  ///< electricity [USD/J]
};

/// The simulated properties of a device: compute, power and money.
struct Device {
  std::string name;
  Precision precision = Precision::Fp32;
  double overhead_s = 0;          ///< per inference [s]
  double layer_overhead_s = 0;    ///< per layer [s]
  double flops_per_s = 0;         ///< sustained [FLOP/s]
  double memory_bytes_per_s = 0;  ///< sustained [B/s]; infinity = never the limit
  std::vector<MeasuredTable>
      measured;  ///< in this precision; several tables of a model form an axis over layers
  Jitter jitter;
  int servers = 1;          ///< number of concurrent inferences
  double idle_power_w = 0;  ///< [W]
  double load_power_w = 0;  ///< power with all servers busy [W]
  double inference_j = 0;   ///< additional energy of each inference [J]
  double memory_bytes = 0;  ///< [B], 0 = not stated
  double battery_j = 0;     ///< [J], 0 = none
  double usd_per_s = 0;     ///< rent [USD/s]
  double billing_s = 0;     ///< rented time is rounded up to a multiple of it [s]; 0 = no rounding
  Serverless serverless;    ///< all 0 = not serverless
  Purchase purchase;        ///< all 0 = not owned
};

/// Power of one busy server above idle [W].
[[nodiscard]] inline double active_power_w(const Device& device) {
  return (device.load_power_w - device.idle_power_w) / device.servers;
}

/// Expected service time [s] of `piece` for a batch of samples of `tokens` tokens (before padding). Analytic:
/// overhead + Σ over layers (layer overhead + max(FLOPs / rate, bytes / bandwidth)) + heads (Williams et al.,
/// CACM 52(4), 2009, the roofline). Measured, if the device has tables for the model: T(l) is the time to the
/// exit of layer l, bilinear in tokens and batch and linear between the layers of two tables; below the first
/// table it is the overhead plus a share in proportion to the FLOPs. Layers a..b take T(b) if a = 1,
/// otherwise T(b) − T(a − 1) + overhead. Linear interpolation keeps monotone data monotone. Throws InputError
/// without a place outside of the tables' range.
[[nodiscard]] double service_time_s(const Device& device, const Variant& variant, const Piece& piece,
                                    int tokens, int batch);

}  // namespace dimsim::model
