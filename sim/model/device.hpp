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

/// All precisions by the names that people write.
inline constexpr std::array<std::pair<std::string_view, Precision>, 3> kPrecisions{
    {{"fp32", Precision::Fp32}, {"fp16", Precision::Fp16}, {"int8", Precision::Int8}}};

[[nodiscard]] std::string_view name_of(Precision precision);
/// Nothing for a name that is none.
[[nodiscard]] std::optional<Precision> find_precision(std::string_view name);

[[nodiscard]] double bytes_per_element(Precision precision);

/// Measured seconds from the text to the answer of one exit, its head included, over tokens × batch.
struct MeasuredTable {
  std::string model;
  int layers = 0;              ///< the exit's layer; 0 = the model's last
  double tokens_from = 0;      ///< its first line goes on down to so many tokens; 0 = not at all
  double tokens_to = 0;        ///< its last line goes on up to so many; 0 = not at all
  std::vector<double> tokens;  ///< strictly rising
  std::vector<double> batch;   ///< strictly rising
  std::vector<std::vector<double>> seconds;  ///< [tokens][batch] [s]
};

/// How service times vary around their expected value; the mean is kept.
struct Jitter {
  enum class Kind { None, Lognormal, Exponential };
  Kind kind = Kind::None;
  double coefficient_of_variation = 0;  ///< of Lognormal
};

/// Price of what is served (functions as a service).
struct Serverless {
  double memory_bytes = 0;         ///< as it is billed [B]
  double usd_per_byte_second = 0;  ///< [USD/(B·s)]
  double usd_per_request = 0;      ///< [USD]
  double billing_s = 0;            ///< a service is rounded up to a multiple of it [s]; 0 = not at all
};

/// Price of owning a device.
struct Purchase {
  double usd_per_s = 0;  ///< price / (lifetime × duty) [USD/s]
  double usd_per_j = 0;  ///< electricity [USD/J]
};

/// A device as the simulation sees it: compute, power, money.
struct Device {
  std::string name;
  Precision precision = Precision::Fp32;
  double overhead_s = 0;                ///< per inference [s]
  double layer_overhead_s = 0;          ///< per layer [s]
  double flops_per_s = 0;               ///< sustained [FLOP/s]
  double memory_bytes_per_s = 0;        ///< sustained [B/s]; infinity = never the limit
  std::vector<MeasuredTable> measured;  ///< in this precision; several of a model make an axis of layers
  Jitter jitter;
  int servers = 1;          ///< inferences that run at the same time
  double idle_power_w = 0;  ///< [W]
  double load_power_w = 0;  ///< all servers busy [W]
  double inference_j = 0;   ///< of each inference, on top [J]
  double memory_bytes = 0;  ///< [B], 0 = not stated
  double battery_j = 0;     ///< [J], 0 = none
  double usd_per_s = 0;     ///< rent [USD/s]
  double billing_s = 0;     ///< rent is rounded up to a multiple of it [s]; 0 = not at all
  Serverless serverless;    ///< all 0 = not billed so
  Purchase purchase;        ///< all 0 = not owned
};

/// What one busy server takes above idle [W].
[[nodiscard]] inline double active_power_w(const Device& device) {
  return (device.load_power_w - device.idle_power_w) / device.servers;
}

/// Expected service time [s] of `piece` for a batch of samples of `tokens` tokens (before padding).
/// Analytic: overhead + Σ over layers (layer overhead + max(FLOPs / rate, bytes / bandwidth)) + heads
/// (Williams et al., CACM 52(4), 2009, the roofline). Measured: when the device has tables for the model,
/// T(l) is the time to the exit of layer l: bilinear in tokens and batch, linear between the layers of two
/// tables, and below the first one the overhead and the share of the FLOPs. Layers a..b then take T(b), or
/// T(b) − T(a − 1) + overhead. Straight lines keep rising data rising. Throws InputError without a place
/// outside of the tables' range.
[[nodiscard]] double service_time_s(const Device& device, const Variant& variant, const Piece& piece,
                                    int tokens, int batch);

}  // namespace dimsim::model
