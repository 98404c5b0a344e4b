#include "dimsim/model/device.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

namespace dimsim::model {
namespace {

/// Roofline time of `work`: the longer of arithmetic and memory transfer [s].
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

/// FLOPs from the text to the answer of the exit at layer `depth`.
double flops_to_exit(const Variant& variant, int depth, int classes, int tokens) {
  constexpr double kAnyPrecision = 1;  // FLOPs do not depend on the precision
  Work work = layers_work(variant, 1, depth, tokens, 1, kAnyPrecision);
  work += embedding_work(variant, tokens, 1, kAnyPrecision);
  work += exit_work(variant, classes, 1, kAnyPrecision);
  return work.flops;
}

/// Position of a value on an axis: the fraction `weight` of the way from point `low` to `low + 1`. Beyond the
/// ends the weight is negative or above 1 (extrapolation).
struct Position {
  std::size_t low = 0;
  double weight = 0;
};

Position locate(const std::vector<double>& axis, double value) {
  if (axis.size() == 1) {
    return {};
  }
  // Clamped to the outermost segments, whose lines also serve for extrapolation.
  const auto above = std::upper_bound(axis.begin(), axis.end(), value);
  const auto low = std::clamp<std::ptrdiff_t>(above - axis.begin() - 1, 0, std::ssize(axis) - 2);
  const auto at = static_cast<std::size_t>(low);
  return {.low = at, .weight = (value - axis[at]) / (axis[at + 1] - axis[at])};
}

void check_range(const Device& device, const MeasuredTable& table, double from, double to, int value,
                 const char* unit, const char* hint) {
  if (value >= from && value <= to) {
    return;
  }
  throw InputError(fmt::format("device '{}' has measured times of '{}' for {} to {} {}, not for {}",
                               device.name, table.model, from, to, unit, value),
                   hint);
}

/// Bilinear in tokens and batch. An extrapolation to fewer tokens is at least the line through the origin, so
/// that no time becomes negative.
double interpolate(const MeasuredTable& table, int tokens, int batch) {
  const Position t = locate(table.tokens, tokens);
  const Position b = locate(table.batch, batch);
  const auto along_batch = [&](std::size_t row) {
    const std::vector<double>& seconds = table.seconds[row];
    // The second point is not read at weight 0: an axis of one point has none.
    return b.weight == 0 ? seconds[b.low] : seconds[b.low] + b.weight * (seconds[b.low + 1] - seconds[b.low]);
  };
  const double low = along_batch(t.low);
  const double value = t.weight == 0 ? low : low + t.weight * (along_batch(t.low + 1) - low);
  return tokens < table.tokens.front() ? std::max(value, low * tokens / table.tokens.front()) : value;
}

double table_s(const Device& device, const MeasuredTable& table, int tokens, int batch) {
  const double from = table.tokens_from > 0 ? table.tokens_from : table.tokens.front();
  const double to = table.tokens_to > 0 ? table.tokens_to : table.tokens.back();
  check_range(device, table, from, to, tokens, "tokens",
              "extend the table, set the model's `padding` to a length within it, or remove the table to use "
              "the analytic times");
  check_range(device, table, table.batch.front(), table.batch.back(), batch, "samples a batch",
              "extend the table, or remove it to use the analytic times");
  return interpolate(table, tokens, batch);
}

/// A device's tables of one model, ordered by the layer of their exit.
class Depths {
 public:
  Depths(const Device& device, const Variant& variant) : device_(device), variant_(variant) {
    for (const MeasuredTable& table : device.measured) {
      if (table.model == variant.name) {
        tables_[table.layers == 0 ? variant.layers : table.layers] = &table;
      }
    }
  }

  [[nodiscard]] bool empty() const { return tables_.empty(); }

  /// From the text to the answer of layer `depth` [s].
  [[nodiscard]] double seconds_to(int depth, int classes, int tokens, int batch) const {
    const auto above = tables_.lower_bound(depth);
    if (above == tables_.end()) {
      throw InputError(fmt::format("device '{}' has measured times of '{}' up to layer {}, not {}",
                                   device_.name, variant_.name, tables_.rbegin()->first, depth),
                       "add a table for all layers, or remove it to use the analytic times");
    }
    const double above_s = table_s(device_, *above->second, tokens, batch);
    if (above->first == depth) {
      return above_s;
    }
    if (above == tables_.begin()) {
      // No measured exit below: the fixed overhead, and the time above it in proportion to the FLOPs.
      const double share = flops_to_exit(variant_, depth, classes, tokens) /
                           flops_to_exit(variant_, above->first, classes, tokens);
      return device_.overhead_s + share * std::max(0.0, above_s - device_.overhead_s);
    }
    const auto below = std::prev(above);
    const double below_s = table_s(device_, *below->second, tokens, batch);
    return below_s + (above_s - below_s) * (depth - below->first) / (above->first - below->first);
  }

 private:
  const Device& device_;
  const Variant& variant_;
  std::map<int, const MeasuredTable*> tables_;
};

double measured_s(const Device& device, const Depths& depths, const Variant& variant, const Piece& piece,
                  int tokens, int batch) {
  const auto exit_s = [&](double to_exit_s, int depth) {  // of one exit head, by its share of the FLOPs
    return to_exit_s * exit_work(variant, piece.classes, 1, 1).flops /
           flops_to_exit(variant, depth, piece.classes, tokens);
  };
  const double to_end_s = depths.seconds_to(piece.last_layer, piece.classes, tokens, batch);
  double seconds = to_end_s + (piece.exits - 1) * exit_s(to_end_s, piece.last_layer);
  if (piece.first_layer > 1) {
    // A piece that starts above layer 1 pays its own overhead, but not the head of the exit below it.
    const int before = piece.first_layer - 1;
    const double to_begin_s = depths.seconds_to(before, piece.classes, tokens, batch);
    seconds -= to_begin_s - exit_s(to_begin_s, before) - device.overhead_s;
  }
  return seconds;
}

}  // namespace

std::string_view name_of(Precision precision) {
  for (const auto& [name, value] : kPrecisions) {
    if (value == precision) {
      return name;
    }
  }
  throw InvariantError("unknown precision");
}

std::optional<Precision> find_precision(std::string_view name) {
  for (const auto& [known, value] : kPrecisions) {
    if (known == name) {
      return value;
    }
  }
  return std::nullopt;
}

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
  const Depths depths(device, variant);
  return depths.empty() ? analytic_s(device, variant, piece, computed, batch)
                        : measured_s(device, depths, variant, piece, computed, batch);
}

}  // namespace dimsim::model
