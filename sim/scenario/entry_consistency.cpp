#include "base/error.hpp"
#include "scenario/consistency.hpp"
#include "scenario/expectation.hpp"
#include "scenario/resolve.hpp"
#include "scenario/tree.hpp"

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

void check_table(const Node& table, const std::string& path, Diagnostics& diagnostics) {
  const Node& tokens = table.at("tokens");
  const Node& batch = table.at("batch");
  const Node& times = table.at("times");
  check_rising(tokens, join(path, "tokens"), diagnostics);
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
    check_power(entry, path, diagnostics);
    check_measured(entry, path, diagnostics);
  }
}

}  // namespace dimsim::scenario
