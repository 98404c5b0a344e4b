#pragma once

#include "dimsim/columns/read.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dimsim::results {

/// A table of a result file, as a list of columns to be written. The columns may depend on the run (its
/// tiers). Contract: objects to which the functions of the columns refer outlive the table; the functions are
/// called only in write().
class RowTable {
 public:
  /// Adds a column by its definition. `row_of(i)` returns the row from which the definition takes the value.
  /// `tier` is for columns that the table has for each tier.
  template <class Column, class RowOf>
  void add(const Column& column, RowOf row_of, std::size_t rows, std::string_view tier = "") {
    if constexpr (std::is_same_v<typename Column::Value, std::string>) {
      std::vector<std::string> values;
      for (std::size_t row = 0; row < rows; ++row) {
        values.push_back(column.get(row_of(row)));
      }
      text(columns::name_of(column, tier), std::string(column.description), std::move(values));
    } else {
      number(columns::name_of(column, tier), std::string(column.unit), std::string(column.description),
             [get = column.get, row_of = std::move(row_of)](std::size_t row) ->
             typename Column::Value { return get(row_of(row)); });
    }
    if (column.group != columns::kCore.name) {
      groups_.emplace_back(columns::name_of(column, tier), column.group);
    }
  }

  /// Adds all columns of a list of definitions.
  template <class... Columns, class RowOf>
  void add_all(const std::tuple<Columns...>& list, const RowOf& row_of, std::size_t rows,
               std::string_view tier = "") {
    std::apply([&](const auto&... column) { (add(column, row_of, rows, tier), ...); }, list);
  }

  /// Adds a column of numbers whose definition depends on the study: an axis or a metric. `value(row)`
  /// returns a number of one of the types in hdf5::Number.
  template <class Value>
  void number(std::string name, std::string unit, std::string description, Value value) {
    using T = std::invoke_result_t<Value, std::size_t>;
    static_assert(hdf5::Number<T>);
    add_column({std::move(name), hdf5::number_type<T>(), row_bytes_, std::move(unit), std::move(description)},
               sizeof(T), [value = std::move(value)](std::size_t row, std::byte* cell) {
                 const T number = value(row);
                 std::memcpy(cell, &number, sizeof(T));
               });
  }

  /// Adds a column of texts, as wide as the longest one.
  void text(std::string name, std::string description, std::vector<std::string> values);

  /// Writes the table. Calls `between` before each chunk of rows; exceptions that it throws are passed on.
  void write(
      hdf5::File& file, const std::string& dataset, std::size_t rows,
      const std::function<void()>& between = [] {}) const;

 private:
  using Fill = std::function<void(std::size_t row, std::byte* cell)>;
  void add_column(hdf5::Column column, std::size_t bytes, Fill fill);

  std::vector<hdf5::Column> columns_;
  std::vector<Fill> fills_;
  std::vector<std::pair<std::string, std::string_view>> groups_;  ///< of columns outside of the core
  std::size_t row_bytes_ = 0;
};

}  // namespace dimsim::results
