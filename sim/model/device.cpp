#include "model/device.hpp"

#include "base/error.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::model {
namespace {

/// Time in which `work` is done, whichever of arithmetic and memory takes longer [s].
double roofline_s(const Device& device, const Work& work) {
  return std::max(work.flops / device.flops_per_s,
                  (work.parameter_bytes + work.activation_bytes) / device.memory_bytes_per_s);
}

double analytic_s(const Device& device, const Variant& variant, const Piece& piece, int tokens, int batch) {
  const double element = bytes_per_element(device.precision);
  double seconds = device.overhead_s;
  if (piece.first_layer == 1) {
    seconds += roofline_s(device, embedding_work(variant, tokens, batch, element));
  }
  for (int layer = piece.first_layer; layer <= piece.last_layer; ++layer) {
    seconds +=
        device.layer_overhead_s + roofline_s(device, layer_work(variant, layer, tokens, batch, element));
  }
  seconds += piece.exits * roofline_s(device, exit_work(variant, piece.classes, batch, element));
  return seconds;
}

double piece_flops(const Variant& variant, const Piece& piece, int tokens) {
  constexpr double kAnyPrecision = 1;  // FLOPs do not depend on it
  Work work = layers_work(variant, piece.first_layer, piece.last_layer, tokens, 1, kAnyPrecision);
  if (piece.first_layer == 1) {
    work += embedding_work(variant, tokens, 1, kAnyPrecision);
  }
  const Work exit = exit_work(variant, piece.classes, 1, kAnyPrecision);
  return work.flops + piece.exits * exit.flops;
}

/// What a measured table times: all layers and the last head.
Piece whole(const Variant& variant, int classes) {
  return {.first_layer = 1, .last_layer = variant.layers, .exits = 1, .classes = classes};
}

/// Where a value lies on an axis: between points `low` and `high`, `weight` of the way.
struct Position {
  std::size_t low = 0;
  std::size_t high = 0;
  double weight = 0;
};

Position locate(const std::vector<double>& axis, double value) {
  const auto above = std::upper_bound(axis.begin(), axis.end(), value);
  const auto low = static_cast<std::size_t>(above - axis.begin()) - 1;
  if (above == axis.end()) {
    return {.low = low, .high = low, .weight = 0};
  }
  return {.low = low, .high = low + 1, .weight = (value - axis[low]) / (axis[low + 1] - axis[low])};
}

void check_range(const Device& device, const MeasuredTable& table, const std::vector<double>& axis, int value,
                 const char* unit, const char* hint) {
  if (value >= axis.front() && value <= axis.back()) {
    return;
  }
  throw InputError(fmt::format("device '{}' has measured times of '{}' for {} to {} {}, not for {}",
                               device.name, table.model, axis.front(), axis.back(), unit, value),
                   hint);
}

/// Bilinear in tokens and batch.
double interpolate(const MeasuredTable& table, int tokens, int batch) {
  const Position t = locate(table.tokens, tokens);
  const Position b = locate(table.batch, batch);
  const auto along_batch = [&](std::size_t row) {
    const std::vector<double>& seconds = table.seconds[row];
    return seconds[b.low] + b.weight * (seconds[b.high] - seconds[b.low]);
  };
  return along_batch(t.low) + t.weight * (along_batch(t.high) - along_batch(t.low));
}

double measured_s(const Device& device, const MeasuredTable& table, const Variant& variant,
                  const Piece& piece, int tokens, int batch) {
  check_range(
      device, table, table.tokens, tokens, "tokens",
      "extend the table, set the model's `padding` to a length inside of it, or remove the table to use "
      "the analytic times");
  check_range(device, table, table.batch, batch, "samples a batch",
              "extend the table, or remove it to use the analytic times");
  const double share =
      piece_flops(variant, piece, tokens) / piece_flops(variant, whole(variant, piece.classes), tokens);
  return share * interpolate(table, tokens, batch);
}

}  // namespace

double bytes_per_element(Precision precision) {
  switch (precision) {
    case Precision::Fp32:
      return 4;
    case Precision::Fp16:
      return 2;
    case Precision::Int8:
      return 1;
  }
  throw InvariantError("unknown precision");
}

double service_time_s(const Device& device, const Variant& variant, const Piece& piece, int tokens,
                      int batch) {
  const int computed = computed_tokens(variant, tokens);
  const auto table = std::find_if(device.measured.begin(), device.measured.end(),
                                  [&](const MeasuredTable& each) { return each.model == variant.name; });
  return table == device.measured.end() ? analytic_s(device, variant, piece, computed, batch)
                                        : measured_s(device, *table, variant, piece, computed, batch);
}

}  // namespace dimsim::model
