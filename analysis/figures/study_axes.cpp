#include "dimsim/analysis/figures/study_axes.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace {

// A study is a list of points, not necessarily a full grid: a figure over one or two axes draws the points
// that agree on all other axes, its slice. Numbers are compared as numbers, since different texts may state
// the same value ("1Mbps" and "1000kbps"); values to be fixed are compared as texts, which is how users write
// them.

using Texts = std::map<std::string, std::string>;  ///< by axis

const AxisValue* value_of(const Point& point, const std::string& axis) {
  const auto found = std::find_if(point.axes.begin(), point.axes.end(),
                                  [&axis](const AxisValue& each) { return each.axis == axis; });
  return found == point.axes.end() ? nullptr : &*found;
}

bool has_numbers(const ResultReader& result, const std::string& axis) {
  return std::all_of(result.points().begin(), result.points().end(), [&axis](const Point& point) {
    const AxisValue* value = value_of(point, axis);
    return value != nullptr && value->number.has_value();
  });
}

std::vector<std::string> names_of_axes(const ResultReader& result) {
  std::vector<std::string> names;
  for (const AxisValue& value : result.points().front().axes) {
    names.push_back(value.axis);
  }
  return names;
}

/// Distinct texts of an axis, in the order of the file: axes without numbers have no other order.
std::vector<std::string> texts_of(const ResultReader& result, const std::string& axis) {
  std::vector<std::string> texts;
  for (const Point& point : result.points()) {
    const AxisValue* value = value_of(point, axis);
    if (value != nullptr && std::find(texts.begin(), texts.end(), value->text) == texts.end()) {
      texts.push_back(value->text);
    }
  }
  return texts;
}

DrawnAxis drawn_axis(const ResultReader& result, const std::string& name) {
  DrawnAxis axis{.name = name, .unit = "", .has_numbers = has_numbers(result, name), .x = {}, .texts = {}};
  if (!axis.has_numbers) {
    axis.texts = texts_of(result, name);
    for (std::size_t i = 0; i < axis.texts.size(); ++i) {
      axis.x.push_back(static_cast<double>(i));
    }
    return axis;
  }
  // A set sorts the numbers, since a sweep may list them in any order, and merges equal ones.
  std::set<double> numbers;
  for (const Point& point : result.points()) {
    numbers.insert(value_of(point, name)->number.value_or(0));
  }
  const ShownUnit unit = shown_unit(value_of(result.points().front(), name)->unit);
  axis.unit = unit.unit;
  for (const double number : numbers) {
    axis.x.push_back(number * unit.factor);
    axis.texts.push_back(short_number(axis.x.back()));
  }
  return axis;
}

/// Index of a point's value among the positions of an axis.
std::size_t place_on(const DrawnAxis& axis, const AxisValue& value) {
  if (!axis.has_numbers) {
    return static_cast<std::size_t>(std::find(axis.texts.begin(), axis.texts.end(), value.text) -
                                    axis.texts.begin());
  }
  // The same product as in drawn_axis gives the same bits, so that the search finds the very position.
  const double x = value.number.value_or(0) * shown_unit(value.unit).factor;
  return static_cast<std::size_t>(std::lower_bound(axis.x.begin(), axis.x.end(), x) - axis.x.begin());
}

std::vector<DrawnAxis> drawn_axes(const ResultReader& result, const std::vector<std::string>& axes) {
  const std::vector<std::string> names = names_of_axes(result);
  std::vector<DrawnAxis> drawn;
  for (const std::string& axis : axes) {
    if (std::find(names.begin(), names.end(), axis) == names.end()) {
      refuse(result, fmt::format("has no axis {}", quote(axis)), suggestion(axis, names));
    }
    drawn.push_back(drawn_axis(result, axis));
  }
  return drawn;
}

/// The point's position on each axis. Empty if it lacks one, as a point of an older file may: it then has no
/// position in the slice.
std::vector<std::size_t> place_of(const Point& point, const std::vector<DrawnAxis>& axes) {
  std::vector<std::size_t> place;
  for (const DrawnAxis& axis : axes) {
    const AxisValue* value = value_of(point, axis.name);
    if (value == nullptr) {
      return {};
    }
    place.push_back(place_on(axis, *value));
  }
  return place;
}

/// Whether a point has these texts on their axes.
bool has_texts(const Point& point, const Texts& texts) {
  return std::all_of(texts.begin(), texts.end(), [&point](const auto& each) {
    const AxisValue* value = value_of(point, each.first);
    return value != nullptr && value->text == each.second;
  });
}

Texts texts_of_point(const Point& point) {
  Texts texts;
  for (const AxisValue& value : point.axes) {
    texts[value.axis] = value.text;
  }
  return texts;
}

/// The texts in "rate=1/s, place=cloud", by axis. A text may contain commas: a part without "=" continues the
/// text before it.
Texts parsed(const std::string& held) {
  Texts texts;
  std::string axis;
  std::size_t begin = 0;
  while (begin <= held.size()) {
    const std::size_t comma = std::min(held.find(',', begin), held.size());
    std::string part = held.substr(begin, comma - begin);
    begin = comma + 1;
    if (part.find('=') == std::string::npos && !axis.empty()) {
      texts[axis] += "," + part;
      continue;
    }
    part.erase(0, part.find_first_not_of(' '));
    const std::size_t equals = part.find('=');
    axis = part.substr(0, equals);
    texts[axis] = equals == std::string::npos ? "" : part.substr(equals + 1);
  }
  return texts;
}

/// The fixed values, from a point's name or index or from a list of values. The point comes first: a name may
/// contain commas and equals signs of its own.
Texts held_texts(const ResultReader& result, const std::string& held) {
  if (held.empty()) {
    return {};
  }
  for (std::size_t i = 0; i < result.points().size(); ++i) {
    if (held == result.points()[i].name() || held == std::to_string(i)) {
      return texts_of_point(result.points()[i]);
    }
  }
  Texts texts = parsed(held);
  for (const auto& [axis, text] : texts) {
    const std::vector<std::string> names = names_of_axes(result);
    if (std::find(names.begin(), names.end(), axis) == names.end()) {
      refuse(result, fmt::format("--point {}: has no axis {}", quote(held), quote(axis)),
             suggestion(axis, names));
    }
    const std::vector<std::string> values = texts_of(result, axis);
    if (std::find(values.begin(), values.end(), text) == values.end()) {
      refuse(result, fmt::format("--point {}: axis {} has no value {}", quote(held), axis, quote(text)),
             suggestion(text, values));
    }
  }
  return texts;
}

/// Reports that other axes vary within a slice, with an example of values to fix.
[[noreturn]] void refuse_others(const ResultReader& result, const std::vector<std::string>& axes,
                                const Texts& held) {
  std::vector<std::string> vary;
  std::vector<std::string> give;
  for (const std::string& name : names_of_axes(result)) {
    const std::vector<std::string> values = texts_of(result, name);
    if (values.size() > 1 && !held.contains(name) &&
        std::find(axes.begin(), axes.end(), name) == axes.end()) {
      vary.push_back(fmt::format("{} ({})", name, fmt::join(values, ", ")));
      give.push_back(fmt::format("{}={}", name, values.front()));
    }
  }
  if (vary.empty()) {
    refuse(result, fmt::format("has several points at one place of {}", enumerate(axes)), "");
  }
  refuse(result,
         fmt::format("the figure is drawn along {}, but {} var{} too", enumerate(axes), enumerate(vary),
                     vary.size() == 1 ? "ies" : "y"),
         fmt::format("fix {} with --point '{}', for example", vary.size() == 1 ? "it" : "them",
                     fmt::join(give, ", ")));
}

}  // namespace

std::vector<std::string> axes_with_numbers_first(const ResultReader& result) {
  std::vector<std::string> names = names_of_axes(result);
  std::stable_partition(names.begin(), names.end(),
                        [&result](const std::string& name) { return has_numbers(result, name); });
  return names;
}

StudySlice slice_of(const ResultReader& result, const std::vector<std::string>& axes,
                    const std::string& held) {
  StudySlice slice{.axes = drawn_axes(result, axes), .points = {}, .held = ""};
  // A point's name fixes all axes, also those to be drawn, which must stay free.
  Texts others = held_texts(result, held);
  std::erase_if(others, [&axes](const auto& each) {
    return std::find(axes.begin(), axes.end(), each.first) != axes.end();
  });
  for (std::size_t i = 0; i < result.points().size(); ++i) {
    const std::vector<std::size_t> place = place_of(result.points()[i], slice.axes);
    if (place.empty() || !has_texts(result.points()[i], others)) {
      continue;
    }
    // Two points at one position differ along an axis that is neither drawn nor fixed. Drawing the first of
    // them would hide the others.
    if (!slice.points.emplace(place, i).second) {
      refuse_others(result, axes, others);
    }
  }
  if (slice.points.empty()) {
    refuse(result, fmt::format("has no point {}", quote(held)), "`dimsim compare` lists the points");
  }
  for (const auto& [axis, text] : others) {
    slice.held += fmt::format("{}{}={}", slice.held.empty() ? "" : ", ", axis, text);
  }
  return slice;
}

}  // namespace dimsim::analysis
