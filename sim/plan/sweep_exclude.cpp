#include "dimsim/plan/sweep_exclude.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/any_number.hpp"
#include "dimsim/language/expectation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

// Conditions refer to labels and not to paths: labels are what the user sees in tables and can copy from
// there, and an axis may have several paths. A number in a condition is compared with the label's number if
// the units have the same dimension, so that "< 0.005Gbps" works for an axis in Mbps.
namespace dimsim::plan {
namespace {

using language::AnyNumber;
using language::found;
using language::Node;
using language::read_any_number;

constexpr const char* kExcludeExample =
    R"(for example {bandwidth: "< 5Mbps", model: [bert-base, bert-large]})";

enum class Relation { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

/// A value, and the relation that a label must have to it.
struct Comparison {
  Relation relation = Relation::Equal;
  std::string text;  ///< without the sign
  std::optional<AnyNumber> number;
};

/// "<=" comes before "<", which it begins with.
constexpr std::array<std::pair<std::string_view, Relation>, 5> kRelationSigns{
    {{"<=", Relation::LessOrEqual},
     {">=", Relation::GreaterOrEqual},
     {"!=", Relation::NotEqual},
     {"<", Relation::Less},
     {">", Relation::Greater}}};

Comparison read_comparison(std::string_view text) {
  Comparison result;
  for (const auto& [sign, relation] : kRelationSigns) {
    if (text.starts_with(sign)) {
      text.remove_prefix(sign.size());
      text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
      result.relation = relation;
      break;
    }
  }
  result.text = text;
  result.number = read_any_number(text);
  return result;
}

bool is_order(Relation relation) { return relation != Relation::Equal && relation != Relation::NotEqual; }

/// "5Mbps" and "5000kbps" are read by way of different factors, which rounds differently in the last digits.
bool are_close(double a, double b) {
  constexpr double kRounding = 1e-12;
  return a == b || std::abs(a - b) <= kRounding * std::max(std::abs(a), std::abs(b));
}

bool are_comparable(const Label& label, const AnyNumber& number) {
  return label.number.has_value() && label.unit == number.unit;
}

bool is_equal(const Label& label, const Comparison& comparison) {
  return label.text == comparison.text || (comparison.number && are_comparable(label, *comparison.number) &&
                                           are_close(*label.number, comparison.number->value));
}

/// An axis may mix numbers with names, such as a bandwidth and `wifi`. An order never holds for the latter,
/// but != does: they are indeed not equal. Equality tolerates rounding in all relations alike, so that "< x"
/// and "x" cannot both hold.
bool holds(const Comparison& comparison, const Label& label) {
  if (!is_order(comparison.relation)) {
    return is_equal(label, comparison) == (comparison.relation == Relation::Equal);
  }
  if (!are_comparable(label, *comparison.number)) {
    return false;
  }
  const bool same = are_close(*label.number, comparison.number->value);
  switch (comparison.relation) {
    case Relation::Less:
      return !same && *label.number < comparison.number->value;
    case Relation::LessOrEqual:
      return same || *label.number < comparison.number->value;
    case Relation::Greater:
      return !same && *label.number > comparison.number->value;
    default:
      return same || *label.number > comparison.number->value;
  }
}

/// The condition of a mapping on one axis: it is met if any of the comparisons holds.
struct Condition {
  std::size_t axis = 0;
  std::vector<Comparison> any_of;

  [[nodiscard]] bool is_met(const PointPlan& point) const {
    return std::any_of(any_of.begin(), any_of.end(),
                       [&](const Comparison& comparison) { return holds(comparison, point.labels[axis]); });
  }
};

/// The labels of one axis, each once.
struct AxisLabels {
  std::string name;
  std::vector<Label> labels;
};

/// From the points and not from the sweep, since labels are known only there.
std::vector<AxisLabels> axes_of(const std::vector<PointPlan>& points) {
  std::vector<AxisLabels> axes;
  for (const Label& label : points.front().labels) {
    axes.push_back({label.axis, {}});
  }
  std::set<std::pair<std::size_t, std::string_view>> known;
  for (const PointPlan& point : points) {
    for (std::size_t i = 0; i < axes.size(); ++i) {
      if (known.emplace(i, point.labels[i].text).second) {
        axes[i].labels.push_back(point.labels[i]);
      }
    }
  }
  return axes;
}

class ConditionReader {
 public:
  ConditionReader(std::vector<AxisLabels> axes, Diagnostics& diagnostics)
      : axes_(std::move(axes)), diagnostics_(diagnostics) {}

  /// Reads the conditions of one mapping, which are joined by "and".
  std::vector<Condition> read(const Node& mapping) {
    if (mapping.entries.empty()) {
      complain(mapping.place, "found a map without an axis, which every point would meet", kExcludeExample);
    }
    std::vector<Condition> conditions;
    for (const Node::Entry& entry : mapping.entries) {
      const auto axis = std::find_if(axes_.begin(), axes_.end(), [&](const AxisLabels& candidate) {
        return candidate.name == entry.key;
      });
      if (axis == axes_.end()) {
        std::vector<std::string> known;
        for (const AxisLabels& each : axes_) {
          known.push_back(each.name);
        }
        complain(entry.key_place, fmt::format("unknown axis {}", quote(entry.key)),
                 suggestion(entry.key, known));
        continue;
      }
      conditions.push_back({.axis = static_cast<std::size_t>(axis - axes_.begin()), .any_of = {}});
      read_comparisons(entry.value, *axis, conditions.back());
    }
    return conditions;
  }

 private:
  void read_comparisons(const Node& value, const AxisLabels& axis, Condition& condition) {
    if (value.is_list() && !value.items.empty()) {
      for (const Node& item : value.items) {
        read_value(item, axis, condition);
      }
    } else {
      read_value(value, axis, condition);
    }
  }

  void read_value(const Node& value, const AxisLabels& axis, Condition& condition) {
    if (!value.is_scalar()) {
      complain(value.place,
               fmt::format("{}: found {}; expected a value, a list of values or a comparison", axis.name,
                           found(value)),
               kExcludeExample);
      return;
    }
    const Comparison comparison = read_comparison(value.text);
    if (is_order(comparison.relation) ? check_order(value, comparison, axis)
                                      : check_value(value, comparison, axis)) {
      condition.any_of.push_back(comparison);
    }
  }

  bool check_order(const Node& value, const Comparison& comparison, const AxisLabels& axis) {
    if (!comparison.number || !std::isfinite(comparison.number->value)) {
      complain(value.place,
               fmt::format("{}: {} compares with {}; expected a number, with its unit", axis.name,
                           quote(value.text), quote(comparison.text)),
               kExcludeExample);
      return false;
    }
    const auto is_comparable = [&](const Label& label) { return are_comparable(label, *comparison.number); };
    if (std::none_of(axis.labels.begin(), axis.labels.end(), is_comparable)) {
      complain(
          value.place,
          fmt::format("{}: no value of the axis can be compared with {}", axis.name, quote(comparison.text)),
          fmt::format("write a number in the unit of the axis, whose first value is {}",
                      quote(axis.labels.front().text)));
      return false;
    }
    return true;
  }

  /// A value that the axis does not have would exclude no point, or every point after "!=": surely a mistake.
  bool check_value(const Node& value, const Comparison& comparison, const AxisLabels& axis) {
    const auto is_it = [&](const Label& label) { return is_equal(label, comparison); };
    if (std::any_of(axis.labels.begin(), axis.labels.end(), is_it)) {
      return true;
    }
    std::vector<std::string> known;
    for (const Label& label : axis.labels) {
      known.push_back(label.text);
    }
    complain(value.place, fmt::format("{}: the axis has no value {}", axis.name, quote(comparison.text)),
             suggestion(comparison.text, known));
    return false;
  }

  void complain(const Place& place, const std::string& message, std::string hint) {
    diagnostics_.add(place, "sweep.exclude: " + message, std::move(hint));
  }

  std::vector<AxisLabels> axes_;
  Diagnostics& diagnostics_;
};

}  // namespace

void exclude_points(const Node& exclude, std::vector<PointPlan>& points, Diagnostics& diagnostics) {
  if (points.empty()) {
    return;  // the sweep has faults, which were reported
  }
  // All mappings are read before any point is removed: a fault must show even where another mapping matches
  // all.
  Diagnostics faults;
  ConditionReader reader(axes_of(points), faults);
  std::vector<std::vector<Condition>> mappings;
  for (const Node& mapping : exclude.items) {
    mappings.push_back(reader.read(mapping));
  }
  if (!faults.empty()) {
    for (const Diagnostic& fault : faults.list()) {
      diagnostics.add(fault);
    }
    return;
  }
  const std::size_t all = points.size();  // for the message, after the points are gone
  std::erase_if(points, [&](const PointPlan& point) {
    return std::any_of(mappings.begin(), mappings.end(), [&](const std::vector<Condition>& conditions) {
      return std::all_of(conditions.begin(), conditions.end(),
                         [&](const Condition& condition) { return condition.is_met(point); });
    });
  });
  if (points.empty()) {
    diagnostics.add(exclude.place,
                    fmt::format("sweep.exclude: all {} points are left out; expected one to be left", all),
                    "exclude less, or add --set 'sweep.exclude=~' to see all points");
  }
}

}  // namespace dimsim::plan
