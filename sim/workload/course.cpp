#include "dimsim/workload/course.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>

// A date is found by its cycle (repetition of the steps) and its step within it. Cycles are doubles because
// they are only ever multiplied by the period; they are whole numbers and exact up to 2^53.
//
// Dates of changes are always computed by begin_s(), never by adding up lengths. value_at(), next_change()
// and the integrals therefore agree to the last bit on which step a date belongs to, which a simulation
// relies on that jumps from change to change.

namespace dimsim::workload {
namespace {

void check(const std::vector<Course::Step>& steps, const Course::Shape& shape) {
  bool valid = !steps.empty() && steps.front().from_s == 0 && std::isfinite(shape.scale) &&
               std::isfinite(shape.offset_s) && shape.offset_s >= 0;
  for (std::size_t i = 0; valid && i < steps.size(); ++i) {
    valid = std::isfinite(steps[i].value) && std::isfinite(steps[i].from_s) &&
            (i == 0 || steps[i].from_s > steps[i - 1].from_s);
  }
  if (valid && shape.end == Course::End::Repeat) {
    valid = std::isfinite(shape.length_s) && shape.length_s > steps.back().from_s;
  }
  if (!valid) {
    throw InvariantError("the steps of a course must rise from 0, be finite and end before its length");
  }
}

}  // namespace

Course::Course(const std::vector<Step>& steps, const Shape& shape) {
  check(steps, shape);
  // Equal neighbours are joined, so that every step is a change.
  for (const Step& step : steps) {
    const double value = step.value * shape.scale;
    if (steps_.empty() || steps_.back().value != value) {
      steps_.push_back({step.from_s, value});
    }
  }
  first_ = steps_.front().value;
  if (steps_.size() == 1) {  // constant, with or without repetition
    steps_.clear();
    return;
  }
  offset_s_ = shape.offset_s;
  length_s_ = shape.end == End::Repeat ? shape.length_s : 0;
  // Prefix sums make an integral over many steps or repetitions take the time of two look-ups.
  double sum = 0;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    integral_to_.push_back(sum);
    const double until_s = i + 1 < steps_.size() ? steps_[i + 1].from_s : length_s_;
    sum += steps_[i].value * (until_s - steps_[i].from_s);
  }
  cycle_integral_ = length_s_ > 0 ? sum : 0;  // without a repetition the last step has no end
}

Course::Position Course::next(Position at) const {
  if (++at.step == steps_.size()) {
    at.step = 0;
    at.cycle += 1;
  }
  return at;
}

Course::Position Course::locate(double date_s) const {
  const double date = date_s + offset_s_;
  Position at;
  at.cycle = length_s_ > 0 ? std::floor(date / length_s_) : 0;
  const double within = date - at.cycle * length_s_;
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), within,
                                      [](double value, const Step& step) { return value < step.from_s; });
  at.step = after == steps_.begin() ? 0 : static_cast<std::size_t>(after - steps_.begin()) - 1;
  // Rounding may have placed the date on the wrong side of a change; begin_s() decides.
  while (begin_s(at) > date_s && (at.step > 0 || at.cycle > 0)) {
    at.cycle -= at.step == 0 ? 1 : 0;
    at.step = at.step == 0 ? steps_.size() - 1 : at.step - 1;
  }
  while (has_next(at) && begin_s(next(at)) <= date_s) {
    at = next(at);
  }
  return at;
}

double Course::value_at(double date_s) const {
  return is_constant() ? first_ : steps_[locate(date_s).step].value;
}

Course::Change Course::next_change(double date_s) const {
  if (is_constant()) {
    return {};
  }
  Position at = locate(date_s);
  const double value = steps_[at.step].value;
  while (has_next(at)) {
    at = next(at);
    // The last step and the first one of the next cycle may have the same value.
    if (steps_[at.step].value != value) {
      return {begin_s(at), steps_[at.step].value};
    }
  }
  return {};
}

double Course::integral_until(double date_s, const Position& at) const {
  return at.cycle * cycle_integral_ + integral_to_[at.step] + steps_[at.step].value * (date_s - begin_s(at));
}

double Course::integral(double from_s, double to_s) const {
  if (is_constant()) {
    return first_ * (to_s - from_s);
  }
  const Position from = locate(from_s);
  const Position to = locate(to_s);
  // Within a step directly: the difference of two large prefix sums would lose digits.
  if (from.step == to.step && from.cycle == to.cycle) {
    return steps_[from.step].value * (to_s - from_s);
  }
  return integral_until(to_s, to) - integral_until(from_s, from);
}

double Course::date_of_integral(double from_s, double amount) const {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  if (amount <= 0) {
    return from_s;
  }
  if (is_constant()) {
    return first_ > 0 ? from_s + amount / first_ : kNever;
  }
  Position at = locate(from_s);
  double date_s = from_s;
  double left = amount;
  if (length_s_ > 0) {
    if (cycle_integral_ <= 0) {
      return kNever;
    }
    // Whole cycles first: a low value may take very many of them. One less than fits, so that
    // rounding cannot skip past the solution.
    const double cycles = std::max(0.0, std::floor(amount / cycle_integral_) - 1);
    at.cycle += cycles;
    date_s += cycles * length_s_;
    left -= cycles * cycle_integral_;
  }
  while (true) {
    const double value = steps_[at.step].value;
    const double until_s = has_next(at) ? begin_s(next(at)) : kNever;
    const double step_s = std::max(0.0, until_s - date_s);
    if (value > 0 && left <= value * step_s) {
      return date_s + left / value;
    }
    if (!has_next(at)) {
      return kNever;
    }
    left -= value * step_s;
    date_s = until_s;
    at = next(at);
  }
}

}  // namespace dimsim::workload
