#include "dimsim/base/error.hpp"
#include "dimsim/language/any_number.hpp"
#include "dimsim/results/metrics.hpp"
#include "dimsim/study/optimise.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

// The texts of --vary and --subject-to. They are read without the types of the scenario, which are known only
// when a value is put into it: a number with any unit is accepted here, and the scenario's own checks refuse
// what does not fit its key.
namespace dimsim::study {

namespace {

constexpr int kMostWholeNumbers = 64;  ///< in a range: each becomes a choice, and all choices are run

std::string trimmed(std::string text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.back())) {
    text.pop_back();
  }
  while (!text.empty() && is_blank(text.front())) {
    text.erase(text.begin());
  }
  return text;
}

[[noreturn]] void refuse_variable(const std::string& text, const std::string& why) {
  throw InputError(fmt::format("--vary {}: {}", quote(text), why),
                   "--vary 'policies.early-exit.thresholds.0=0.5..0.99' is a range, --vary "
                   "'network.access.bandwidth=1Mbps..50Mbps/log' one on a logarithmic scale, --vary "
                   "'deployment.tiers.edge.hosts.0.count=1..4' whole numbers, --vary 'model=[bert-base, "
                   "bert-large]' a choice");
}

/// Values of "[a, b]", split at the commas outside of inner brackets and braces. The values stay texts: the
/// scenario's reader parses them.
std::vector<std::string> items_of(const std::string& list) {
  std::vector<std::string> items{""};
  int depth = 0;
  for (const char c : list.substr(1, list.size() - 2)) {
    depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    if (c == ',' && depth == 0) {
      items.emplace_back();
    } else {
      items.back() += c;
    }
  }
  for (std::string& item : items) {
    item = trimmed(item);
  }
  return items;
}

bool is_whole(const std::string& text) { return text.find_first_not_of("0123456789") == std::string::npos; }

/// Reads the range `values` of the option `text`. A range of whole numbers becomes a list of choices: counts
/// of hosts or layers have no values between them.
void read_range(const std::string& text, const std::string& values, Variable& variable) {
  const std::size_t dots = values.find("..");
  if (dots == std::string::npos) {
    refuse_variable(text, "expected a range, or a list in brackets");
  }
  const std::string from = trimmed(values.substr(0, dots));
  const std::string to = trimmed(values.substr(dots + 2));
  const auto low = language::read_any_number(from);
  const auto high = language::read_any_number(to);
  if (!low || !high || low->unit != high->unit || !(low->value < high->value)) {
    refuse_variable(text, "expected two numbers of one kind, the smaller one first");
  }
  if (is_whole(from) && is_whole(to) && !variable.is_logarithmic) {
    if (high->value - low->value >= kMostWholeNumbers) {
      refuse_variable(text, fmt::format("more than {} whole numbers", kMostWholeNumbers));
    }
    for (auto number = std::llround(low->value); number <= std::llround(high->value); ++number) {
      variable.choices.push_back(fmt::format("{}", number));
    }
    return;
  }
  if (variable.is_logarithmic && low->value <= 0) {
    refuse_variable(text, "a logarithmic scale begins above 0");
  }
  // Both ends in the unit of the first. `high` is converted by the ratio of the SI values, which fails if the
  // lower end is 0; then the units must be the same text.
  variable.unit_text = low->unit_text;
  variable.low = low->written;
  variable.high = high->value / low->value * low->written;
  if (low->value == 0) {
    if (low->unit_text != high->unit_text) {
      refuse_variable(text, "write both ends in the same unit");
    }
    variable.high = high->written;
  }
}

}  // namespace

Variable Variable::parse(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    refuse_variable(text, "expected PATH=VALUES");
  }
  Variable variable{.path = text.substr(0, equals), .choices = {}, .unit_text = {}};
  std::string values = trimmed(text.substr(equals + 1));
  if (values.size() > 2 && values.front() == '[' && values.back() == ']') {
    variable.choices = items_of(values);
    return variable;
  }
  if (values.ends_with("/log")) {
    variable.is_logarithmic = true;
    values.resize(values.size() - 4);
  }
  read_range(text, values, variable);
  return variable;
}

std::string Variable::at(double share) const {
  const double value = share <= 0       ? low
                       : share >= 1     ? high
                       : is_logarithmic ? low * std::pow(high / low, share)
                                        : low + share * (high - low);
  return fmt::format("{:.6g}{}", value, unit_text);
}

Limit Limit::parse(const std::string& text) {
  Limit limit;
  const std::size_t sign = text.find_first_of("<>");
  const bool is_written = sign != std::string::npos && sign + 1 < text.size() && text[sign + 1] == '=';
  std::optional<language::AnyNumber> number;
  if (is_written) {
    limit.metric = trimmed(text.substr(0, sign));
    limit.is_least = text[sign] == '>';
    std::string bound = trimmed(text.substr(sign + 2));
    const bool is_percent = bound.ends_with('%');
    if (is_percent) {
      bound = trimmed(bound.substr(0, bound.size() - 1));
    }
    number = language::read_any_number(bound);
    if (number) {
      limit.bound = number->value / (is_percent ? 100 : 1);
    }
  }
  if (!number || limit.metric.empty()) {
    throw InputError(
        fmt::format("--subject-to {}: expected METRIC <= VALUE, or METRIC >= VALUE", quote(text)),
        "--subject-to 'latency.p95 <= 50 ms' --subject-to 'accuracy >= 0.8'");
  }
  return limit;
}

// Relative to the bound, so that seconds and shares count alike in the sum of violations.
double Limit::violation(double value) const {
  const double size = bound == 0 ? 1 : std::abs(bound);
  return (is_least ? bound - value : value - bound) / size;
}

}  // namespace dimsim::study
