#pragma once

#include "dimsim/columns/group.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <string>
#include <string_view>

namespace dimsim::columns {

// The columns of a result file, each defined once: the writer, the readers, the reference in the docs and the
// builders of tests use these definitions. A value comes from `get(row)`. The type of a row belongs to the
// writer, and readers do not know it, so `get` accepts any type with the required members.

/// A column of numbers of type T. Absent values are NaN, unless the description says otherwise.
template <hdf5::Number T, class Get>
struct Column {
  using Value = T;

  std::string_view name;
  std::string_view unit;  ///< "" for a plain number
  std::string_view description;
  Get get;
  std::string_view group = kCore.name;
};

/// A column of UTF-8 texts, padded with zeros.
template <class Get>
struct TextColumn {
  using Value = std::string;

  std::string_view name;
  std::string_view description;
  Get get;
  std::string_view unit = {};
  std::string_view group = kCore.name;
};

template <hdf5::Number T, class Get>
consteval Column<T, Get> number(std::string_view name, std::string_view unit, std::string_view description,
                                Get get, const Group& group = kCore) {
  return {name, unit, description, get, group.name};
}

template <class Get>
consteval TextColumn<Get> text(std::string_view name, std::string_view description, Get get) {
  return {name, description, get};
}

/// Name of a column that a table has for each tier: TIER_NAME.
[[nodiscard]] inline std::string name_at(std::string_view tier, std::string_view name) {
  return std::string(tier) + "_" + std::string(name);
}

}  // namespace dimsim::columns
