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

/// A table of a result file that is about to be written, column by column. Which columns there are may depend
/// on the run (its tiers). Contract: what the columns' functions refer to outlives the table; they are called
/// in write() only.
class RowTable {
 public:
  /// A column by its definition. `row_of(i)` gives the row from which the definition takes the value. `tier`
  /// is for columns that the table has for each tier.
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

  /// All columns of a list of definitions.
  template <class... Columns, class RowOf>
  void add_all(const std::tuple<Columns...>& list, const RowOf& row_of, std::size_t rows,
               std::string_view tier = "") {
    std::apply([&](const auto&... column) { (add(column, row_of, rows, tier), ...); }, list);
  }

  /// A column of numbers that depends on the study: its axes and metrics. `value(row)` gives a number of one
  /// of the types of the file.
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

  /// A column of texts, as wide as the longest one.
  void text(std::string name, std::string description, std::vector<std::string> values);

  /// Calls `between` now and then while the rows are written; what it throws comes out of here.
  void write(
      hdf5::File& file, const std::string& dataset, std::size_t rows,
      const std::function<void()>& between = [] {}) const;

 private:
  using Fill = std::function<void(std::size_t row, std::byte* cell)>;
  void add_column(hdf5::Column column, std::size_t bytes, Fill fill);

  std::vector<hdf5::Column> columns_;
  std::vector<Fill> fills_;
  std::vector<std::pair<std::string, std::string_view>> groups_;  ///< of columns that are not of the core
  std::size_t row_bytes_ = 0;
};

}  // namespace dimsim::results
