#include "dimsim/base/error.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/resolve.hpp"
#include "dimsim/language/tree.hpp"
#include "dimsim/scenario/consistency.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

void check_divisible(const Node& model, const char* outer, const char* key, const std::string& path,
                     Diagnostics& diagnostics) {
  const Node* divisor = valid(model, outer, key);
  const Node* hidden = valid(model, "hidden");
  if (divisor != nullptr && hidden != nullptr && hidden->integer() % divisor->integer() != 0) {
    diagnostics.add({divisor->place,
                     fmt::format("{}.{}.{}: {} does not divide hidden ({})", path, outer, key, divisor->text,
                                 hidden->text),
                     "each group works on an equal share",
                     {{hidden->place, "hidden given here"}}});
  }
}

void check_model(const Node& model, const std::string& path, Diagnostics& diagnostics) {
  const Node* hidden = valid(model, "hidden");
  const Node* heads = valid(model, "heads");
  const Node* narrow = valid(model, "bottleneck", "width");
  const bool is_narrow = narrow != nullptr && narrow->integer() > 0;
  const Node* width = is_narrow ? narrow : hidden;
  if (width != nullptr && heads != nullptr && width->integer() % heads->integer() != 0) {
    const char* called = is_narrow ? "bottleneck.width" : "hidden";
    diagnostics.add(
        {width->place,
         fmt::format("{}: {} ({}) is not a multiple of heads ({})", path, called, width->text, heads->text),
         fmt::format("each head works on {} / heads elements", called),
         {{heads->place, "heads given here"}}});
  }
  check_divisible(model, "attention", "groups", path, diagnostics);
  check_divisible(model, "attention", "output_groups", path, diagnostics);
  check_divisible(model, "feed_forward_block", "groups", path, diagnostics);
}

/// At least one precision, and which of several where no host says so.
void check_precisions(const Node& device, const std::string& path, Diagnostics& diagnostics) {
  const Node* compute = valid(device, "compute");
  if (compute == nullptr || !compute->is_map()) {
    return;
  }
  const std::vector<std::string> given = precisions_of(*compute);
  const Node* precision = valid(*compute, "precision");
  if (given.empty()) {
    diagnostics.add(compute->place,
                    fmt::format("{}.compute: no speed is given; expected fp32, fp16 or int8", path),
                    "for example 'fp32: {rate: 65 GFLOP/s}'");
  } else if (precision == nullptr && given.size() > 1 && !compute->has("precision")) {
    diagnostics.add(
        compute->place,
        fmt::format("{}.compute.precision is missing; there are speeds in {}", path, fmt::join(given, ", ")),
        "say which one hosts run in that do not choose");
  } else if (precision != nullptr && !compute->has(precision->text)) {
    diagnostics.add(precision->place,
                    fmt::format("{}.compute.precision: the device has no speed in {}", path, precision->text),
                    fmt::format("add '{}: {{rate: …}}', or choose one that is there", precision->text));
  }
}

void check_power(const Node& device, const std::string& path, Diagnostics& diagnostics) {
  const Node* idle = valid(device, "power", "idle");
  const Node* load = valid(device, "power", "load");
  if (idle != nullptr && load != nullptr &&
      load->quantity(Dimension::Power) < idle->quantity(Dimension::Power)) {
    diagnostics.add({load->place,
                     fmt::format("{}.power: load ({}) is below idle ({})", path, load->text, idle->text),
                     "",
                     {{idle->place, "idle given here"}}});
  }
}

/// Beyond what any hardware does for its power: the best accelerators and phone NPUs sustain some 3 TFLOP/s
/// per watt.
constexpr double kMostFlopsPerJoule = 5e13;

void check_efficiency(const Node& device, const std::string& path, Diagnostics& diagnostics) {
  const Node* compute = valid(device, "compute");
  const Node* load = valid(device, "power", "load");
  if (compute == nullptr || !compute->is_map() || load == nullptr) {
    return;
  }
  const double load_w = load->quantity(Dimension::Power);
  for (const std::string& precision : precisions_of(*compute)) {
    const Node* rate = valid(*compute, precision, "rate");
    if (rate != nullptr && load_w > 0 && rate->quantity(Dimension::Compute) > kMostFlopsPerJoule * load_w) {
      diagnostics.add({rate->place,
                       fmt::format("{}.compute.{}.rate: {} on {} is beyond what hardware can do", path,
                                   precision, rate->text, load->text),
                       fmt::format("expected at most {}; is a prefix wrong?",
                                   human(kMostFlopsPerJoule * load_w, Dimension::Compute)),
                       {{load->place, "its power is given here"}}});
    }
  }
}

void check_rising(const Node& list, const std::string& path, Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < list.items.size(); ++i) {
    if (list.items[i].number() <= list.items[i - 1].number()) {
      diagnostics.add(list.items[i].place, fmt::format("{}: {} does not rise above {}, the one before", path,
                                                       list.items[i].text, list.items[i - 1].text));
    }
  }
}

void check_size(const Node& list, std::size_t size, const std::string& what, const std::string& path,
                Diagnostics& diagnostics) {
  if (list.items.size() != size) {
    diagnostics.add(list.place, fmt::format("{}: found {} items; expected {}, one for each of '{}'", path,
                                            list.items.size(), size, what));
  }
}

/// The range that a table is extended to holds the table.
void check_range(const Node& table, const std::string& path, Diagnostics& diagnostics) {
  const Node& tokens = table.at("tokens");
  const Node* from = valid(table, "tokens_from");
  const Node* to = valid(table, "tokens_to");
  if (from != nullptr && from->number() > tokens.items.front().number()) {
    diagnostics.add(from->place, fmt::format("{}.tokens_from: {} is above the first of tokens, {}", path,
                                             from->text, tokens.items.front().text));
  }
  if (to != nullptr && to->number() < tokens.items.back().number()) {
    diagnostics.add(to->place, fmt::format("{}.tokens_to: {} is below the last of tokens, {}", path, to->text,
                                           tokens.items.back().text));
  }
}

void check_table(const Node& table, const std::string& path, Diagnostics& diagnostics) {
  const Node& tokens = table.at("tokens");
  const Node& batch = table.at("batch");
  const Node& times = table.at("times");
  check_rising(tokens, join(path, "tokens"), diagnostics);
  check_range(table, path, diagnostics);
  check_rising(batch, join(path, "batch"), diagnostics);
  check_size(times, tokens.items.size(), "tokens", join(path, "times"), diagnostics);
  for (std::size_t row = 0; row < times.items.size(); ++row) {
    const std::string at = fmt::format("{}.times.{}", path, row);
    check_size(times.items[row], batch.items.size(), "batch", at, diagnostics);
    for (std::size_t i = 0;
         row > 0 && i < std::min(times.items[row].items.size(), times.items[row - 1].items.size()); ++i) {
      const Node& time = times.items[row].items[i];
      const Node& before = times.items[row - 1].items[i];
      if (time.quantity(Dimension::Time) < before.quantity(Dimension::Time)) {
        diagnostics.add(time.place, fmt::format("{}.{}: {} is shorter than {}, the time of fewer tokens", at,
                                                i, time.text, before.text));
      }
    }
    for (std::size_t i = 1; i < times.items[row].items.size(); ++i) {
      const Node& time = times.items[row].items[i];
      const Node& before = times.items[row].items[i - 1];
      if (time.quantity(Dimension::Time) < before.quantity(Dimension::Time)) {
        diagnostics.add(time.place, fmt::format("{}.{}: {} is shorter than {}, the time of a smaller batch",
                                                at, i, time.text, before.text));
      }
    }
  }
}

void check_measured(const Node& device, const std::string& path, Diagnostics& diagnostics) {
  const Node* tables = valid(device, "measured");
  for (std::size_t i = 0; tables != nullptr && i < tables->items.size(); ++i) {
    if (!has_faults(tables->items[i])) {
      check_table(tables->items[i], fmt::format("{}.measured.{}", path, i), diagnostics);
    }
  }
}

}  // namespace

void check_entry(const std::string& kind, const Node& entry, const std::string& path,
                 Diagnostics& diagnostics) {
  if (kind == "models") {
    check_model(entry, path, diagnostics);
  } else if (kind == "devices") {
    check_precisions(entry, path, diagnostics);
    check_power(entry, path, diagnostics);
    check_efficiency(entry, path, diagnostics);
    check_measured(entry, path, diagnostics);
  }
}

}  // namespace dimsim::scenario
