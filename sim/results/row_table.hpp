#pragma once

#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <cstring>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dimsim::results {

/// A table of a result file, declared column by column: name, unit, what it means, and where row i's value
/// comes from. Which columns there are may depend on the run (its tiers).
/// Contract: what the columns' functions refer to outlives the table; they are called in write() only.
class RowTable {
 public:
  /// A column of numbers; `value(row)` gives a number of one of the types of the file.
  template <class Value>
  void number(std::string name, std::string unit, std::string description, Value value) {
    using T = std::invoke_result_t<Value, std::size_t>;
    static_assert(hdf5::Number<T>);
    add({std::move(name), hdf5::number_type<T>(), row_bytes_, std::move(unit), std::move(description)},
        sizeof(T), [value = std::move(value)](std::size_t row, std::byte* cell) {
          const T number = value(row);
          std::memcpy(cell, &number, sizeof(T));
        });
  }

  /// A column of texts, as wide as the longest one.
  void text(std::string name, std::string description, std::vector<std::string> values);

  /// `between` is called now and then while the rows are written; what it throws comes out of here.
  void write(
      hdf5::File& file, const std::string& dataset, std::size_t rows,
      const std::function<void()>& between = [] {}) const;

 private:
  using Fill = std::function<void(std::size_t row, std::byte* cell)>;
  void add(hdf5::Column column, std::size_t bytes, Fill fill);

  std::vector<hdf5::Column> columns_;
  std::vector<Fill> fills_;
  std::size_t row_bytes_ = 0;
};

}  // namespace dimsim::results
