#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace dimsim::workload {

/// A value over time, piecewise constant: a bandwidth, a rate, a price. Constant courses hold no memory.
///
/// Contract: immutable. Dates are those of the run, from 0 on. At the date of a change the new value is
/// valid. value_at() and next_change() agree to the last bit: at the date of a change, value_at() never
/// returns the previous value.
class Course {
 public:
  struct Step {
    double from_s = 0;
    double value = 0;
  };
  /// The values after the last step.
  enum class End : std::uint8_t {
    Hold,   ///< its value forever
    Repeat  ///< the steps again, with the period `length_s`
  };
  struct Shape {
    End end = End::Hold;
    double length_s = 0;  ///< period of Repeat, from the first step to its repetition [s]
    double offset_s = 0;  ///< the run begins at this date of the steps [s], not below 0
    double scale = 1;     ///< factor of all values
  };
  struct Change {
    double date_s = std::numeric_limits<double>::infinity();
    double value = 0;
  };

  // NOLINTNEXTLINE(google-explicit-constructor): a number is a course
  Course(double value = 0) : first_(value) {}
  /// Steps in rising order, the first at 0. Neighbours with the same value are joined. Throws InvariantError
  /// for steps that are out of order, values that are not finite, and a length that ends before the last step
  /// begins.
  Course(const std::vector<Step>& steps, const Shape& shape);

  [[nodiscard]] bool is_constant() const { return steps_.empty(); }
  [[nodiscard]] double value_at(double date_s) const;
  /// The first change after a date; its date is infinite if there is none.
  [[nodiscard]] Change next_change(double date_s) const;
  /// Integral from one date to a later one [unit·s].
  [[nodiscard]] double integral(double from_s, double to_s) const;
  /// The date at which the integral from `from_s` on reaches `amount`; infinite if it never does. The values
  /// must not be negative.
  [[nodiscard]] double date_of_integral(double from_s, double amount) const;

 private:
  /// A step in one of its repetitions.
  struct Position {
    std::size_t step = 0;
    double cycle = 0;  ///< a whole number
  };

  [[nodiscard]] double begin_s(const Position& at) const {
    return at.cycle * length_s_ + steps_[at.step].from_s - offset_s_;
  }
  [[nodiscard]] bool has_next(const Position& at) const {
    return length_s_ > 0 || at.step + 1 < steps_.size();
  }
  [[nodiscard]] Position next(Position at) const;
  [[nodiscard]] Position locate(double date_s) const;
  /// Integral from the beginning of the first step in cycle 0 [unit·s].
  [[nodiscard]] double integral_until(double date_s, const Position& at) const;

  double first_ = 0;     ///< value of the first step; the only value of a constant course
  double length_s_ = 0;  ///< 0 = Hold
  double offset_s_ = 0;
  double cycle_integral_ = 0;
  std::vector<Step> steps_;          ///< empty if constant
  std::vector<double> integral_to_;  ///< up to the beginning of each step [unit·s]
};

}  // namespace dimsim::workload
