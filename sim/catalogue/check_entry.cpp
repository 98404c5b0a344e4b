#include "dimsim/catalogue/entry_draft.hpp"
#include "dimsim/language/path.hpp"
#include "dimsim/language/units.hpp"

#include <algorithm>

#include <fmt/format.h>

// Relations between the fields of an entry. Besides contradictions, these checks catch typing
// errors in measured figures: times that fall where they must rise, a wrong prefix of a compute rate.

namespace dimsim::catalogue {
namespace {

using language::join;
using language::NumberList;
using language::Origin;

void check_divisible(const ModelDraft& model, int divisor, const Origin& origin, const std::string& path,
                     Diagnostics& diagnostics) {
  if (origin.is_given() && model.hidden.is_given() && model.values.hidden % divisor != 0) {
    diagnostics.add({origin.place,
                     fmt::format("{}: {} does not divide hidden ({})", path, origin.text, model.hidden.text),
                     "each group processes an equal share",
                     {{model.hidden.place, "hidden given here"}}});
  }
}

/// Checks that there is a speed, and a default precision if there are several: a host may leave its precision
/// out.
void check_precisions(const DeviceDraft& device, const std::string& path, Diagnostics& diagnostics) {
  if (!device.compute.is_given()) {
    return;
  }
  const Origin& precision = device.precision;
  if (device.speeds.empty()) {
    diagnostics.add(device.compute.place,
                    fmt::format("{}.compute: no speed is given; expected fp32, fp16 or int8", path),
                    "for example 'fp32: {rate: 65 GFLOP/s}'");
  } else if (precision.is_absent() && device.speeds.size() > 1) {
    diagnostics.add(device.compute.place,
                    fmt::format("{}.compute.precision is missing; there are speeds in {}", path,
                                fmt::join(device.precisions(), ", ")),
                    "it is the precision of hosts that do not choose one");
  } else if (device.default_precision && device.find(*device.default_precision) == nullptr) {
    diagnostics.add(precision.place,
                    fmt::format("{}.compute.precision: the device has no speed in {}", path, precision.text),
                    fmt::format("add '{}: {{rate: …}}', or choose a precision with a speed", precision.text));
  }
}

void check_power(const DeviceDraft& device, const std::string& path, Diagnostics& diagnostics) {
  if (device.idle.is_given() && device.load.is_given() &&
      device.values.load_power_w < device.values.idle_power_w) {
    diagnostics.add(
        {device.load.place,
         fmt::format("{}.power: load ({}) is below idle ({})", path, device.load.text, device.idle.text),
         "",
         {{device.idle.place, "idle given here"}}});
  }
}

/// [FLOP/J]. More than ten times what hardware achieves (the best accelerators and phone NPUs sustain some 3
/// TFLOP/s per watt), so that only a wrong prefix, a factor of 1000, exceeds it.
constexpr double kMostFlopsPerJoule = 5e13;

void check_efficiency(const DeviceDraft& device, const std::string& path, Diagnostics& diagnostics) {
  const double load_w = device.values.load_power_w;
  if (!device.load.is_given() || load_w <= 0) {  // 0 W: the user does not study energy
    return;
  }
  for (const SpeedDraft& speed : device.speeds) {
    if (speed.rate.is_given() && speed.flops_per_s > kMostFlopsPerJoule * load_w) {
      diagnostics.add({speed.rate.place,
                       fmt::format("{}.compute.{}.rate: {} at {} exceeds the efficiency of any hardware",
                                   path, model::name_of(speed.precision), speed.rate.text, device.load.text),
                       fmt::format("expected at most {}; is a prefix wrong?",
                                   human(kMostFlopsPerJoule * load_w, Dimension::Compute)),
                       {{device.load.place, "its power is given here"}}});
    }
  }
}

void check_rising(const NumberList& list, const std::string& path, Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < list.items.size(); ++i) {
    if (list.values[i] <= list.values[i - 1]) {
      diagnostics.add(list.items[i].place, fmt::format("{}: {} is not greater than the previous value, {}",
                                                       path, list.items[i].text, list.items[i - 1].text));
    }
  }
}

void check_size(const Origin& list, std::size_t size, std::size_t expected, const std::string& what,
                const std::string& path, Diagnostics& diagnostics) {
  if (size != expected) {
    diagnostics.add(list.place, fmt::format("{}: found {} items; expected {}, one for each of '{}'", path,
                                            size, expected, what));
  }
}

/// Checks that the range to which a table is extended contains the table.
void check_range(const TableDraft& table, const std::string& path, Diagnostics& diagnostics) {
  const NumberList& tokens = table.tokens;
  const Origin& from = table.tokens_from;
  const Origin& to = table.tokens_to;
  if (from.is_given() && table.values.tokens_from > tokens.values.front()) {
    diagnostics.add(from.place, fmt::format("{}.tokens_from: {} is greater than the first of tokens, {}",
                                            path, from.text, tokens.items.front().text));
  }
  if (to.is_given() && table.values.tokens_to < tokens.values.back()) {
    diagnostics.add(to.place, fmt::format("{}.tokens_to: {} is less than the last of tokens, {}", path,
                                          to.text, tokens.items.back().text));
  }
}

/// Checks that times do not fall with tokens (from row to row) or with the batch (within a row). Equal times
/// are allowed: small inputs do not fill a device, and measured times are rounded.
void check_times(const TableDraft& table, const std::string& path, Diagnostics& diagnostics) {
  const auto check_pair = [&](std::size_t row, std::size_t i, std::size_t row_before, std::size_t before,
                              const char* what) {
    if (table.rows[row].values[i] < table.rows[row_before].values[before]) {
      const Origin& time = table.rows[row].items[i];
      diagnostics.add(time.place,
                      fmt::format("{}.times.{}.{}: {} is shorter than {}, the time of {}", path, row, i,
                                  time.text, table.rows[row_before].items[before].text, what));
    }
  };
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const NumberList& times = table.rows[row];
    check_size(times.self, times.items.size(), table.batch.items.size(), "batch",
               fmt::format("{}.times.{}", path, row), diagnostics);
    // Rows of different lengths have been reported above; they are compared as far as both go.
    const std::size_t both = row == 0 ? 0 : std::min(times.items.size(), table.rows[row - 1].items.size());
    for (std::size_t i = 0; i < both; ++i) {
      check_pair(row, i, row - 1, i, "fewer tokens");
    }
    for (std::size_t i = 1; i < times.items.size(); ++i) {
      check_pair(row, i, row, i - 1, "a smaller batch");
    }
  }
}

void check_table(const TableDraft& table, const std::string& path, Diagnostics& diagnostics) {
  check_rising(table.tokens, join(path, "tokens"), diagnostics);
  check_range(table, path, diagnostics);
  check_rising(table.batch, join(path, "batch"), diagnostics);
  check_size(table.times, table.rows.size(), table.tokens.items.size(), "tokens", join(path, "times"),
             diagnostics);
  check_times(table, path, diagnostics);
}

}  // namespace

void check(const ModelDraft& model, const std::string& path, Diagnostics& diagnostics) {
  // With a bottleneck, attention runs at its width (MobileBERT).
  const bool is_narrow = model.narrow.is_given() && model.values.bottleneck.width > 0;
  const Origin& width = is_narrow ? model.narrow : model.hidden;
  const int elements = is_narrow ? model.values.bottleneck.width : model.values.hidden;
  if (width.is_given() && model.heads.is_given() && elements % model.values.heads != 0) {
    const char* width_key = is_narrow ? "bottleneck.width" : "hidden";
    diagnostics.add({width.place,
                     fmt::format("{}: {} ({}) is not a multiple of heads ({})", path, width_key, width.text,
                                 model.heads.text),
                     fmt::format("each head processes {} / heads elements", width_key),
                     {{model.heads.place, "heads given here"}}});
  }
  const model::Variant& values = model.values;
  check_divisible(model, values.attention.groups, model.groups, path + ".attention.groups", diagnostics);
  check_divisible(model, values.attention.output_groups, model.output_groups,
                  path + ".attention.output_groups", diagnostics);
  check_divisible(model, values.feed_forward_block.groups, model.block_groups,
                  path + ".feed_forward_block.groups", diagnostics);
}

void check(const DeviceDraft& device, const std::string& path, Diagnostics& diagnostics) {
  check_precisions(device, path, diagnostics);
  check_power(device, path, diagnostics);
  check_efficiency(device, path, diagnostics);
  for (const TableDraft& table : device.measured) {
    check_table(table, fmt::format("{}.measured.{}", path, table.number), diagnostics);
  }
}

}  // namespace dimsim::catalogue
