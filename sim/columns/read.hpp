#pragma once

#include "dimsim/columns/column.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dimsim::columns {

/// Name of a column in a table: its own, or TIER_NAME if the table has it for each tier.
template <class Column>
[[nodiscard]] std::string name_of(const Column& column, std::string_view tier = "") {
  return tier.empty() ? std::string(column.name) : name_at(tier, column.name);
}

/// Whether a table has a column of that name.
[[nodiscard]] bool has(const hdf5::File& file, const std::string& table, const std::string& name);

/// Throws InputError with the names of all columns that a table lacks.
void check_names(const hdf5::File& file, const std::string& table, std::span<const std::string> names);

/// All values of a column. Throws InputError if the table has no column of that name.
template <class Column>
[[nodiscard]] std::vector<typename Column::Value> read(const hdf5::File& file, const std::string& table,
                                                       const Column& column, std::string_view tier = "") {
  const std::string name = name_of(column, tier);
  check_names(file, table, std::span(&name, 1));
  if constexpr (std::is_same_v<typename Column::Value, std::string>) {
    return file.read_texts(table, name);
  } else {
    return file.read_column<typename Column::Value>(table, name);
  }
}

/// A mapping from columns of a table to members of plain structs, for reading row by row.
class RowLayout {
 public:
  /// Binds a column to a member of its type. `offset` is where the struct lies in a longer row.
  template <class Column, class Row>
  RowLayout& bind(const Column& column, typename Column::Value Row::*member, std::string_view tier = "",
                  std::size_t offset = 0) {
    static_assert(std::is_trivially_copyable_v<Row>);
    const Row probe{};
    const auto* begin = reinterpret_cast<const std::byte*>(&probe);            // NOLINT(*-reinterpret-cast)
    const auto* field = reinterpret_cast<const std::byte*>(&(probe.*member));  // NOLINT(*-reinterpret-cast)
    columns_.push_back({.name = name_of(column, tier),
                        .type = hdf5::number_type<typename Column::Value>(),
                        .offset = offset + static_cast<std::size_t>(field - begin)});
    return *this;
  }

  [[nodiscard]] const std::vector<hdf5::Column>& columns() const { return columns_; }

  /// Removes the columns that a table lacks and for which `may_lack(name)` is true; their members keep their
  /// values.
  template <class MayLack>
  void leave_out_missing(const hdf5::File& file, const std::string& table, MayLack may_lack) {
    std::erase_if(columns_, [&](const hdf5::Column& column) {
      return may_lack(column.name) && !has(file, table, column.name);
    });
  }

  /// Throws InputError with all columns that a table lacks.
  void check(const hdf5::File& file, const std::string& table) const {
    std::vector<std::string> names;
    for (const hdf5::Column& column : columns_) {
      names.push_back(column.name);
    }
    check_names(file, table, names);
  }

 private:
  std::vector<hdf5::Column> columns_;
};

}  // namespace dimsim::columns
