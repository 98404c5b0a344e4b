#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/base/fields.hpp"

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace dimsim {

/// Gives every field of a value, however deep, a number of its own, so that a field that is left out or
/// exchanged with another shows. Its type needs field lists, which name all members by construction.
class DistinctFields {
 public:
  template <class T>
  void fill(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = true;
    } else if constexpr (std::is_arithmetic_v<T>) {
      value = static_cast<T>(++last_);
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = "text " + std::to_string(++last_);
    } else if constexpr (std::is_same_v<T, Place>) {
      value.source =
          std::make_shared<const SourceText>(SourceText{"file " + std::to_string(++last_), "a\nb\n"});
      value.line = 1;
      value.column = 1;
    } else if constexpr (HasFields<T>) {
      for_each_field(value, [this](auto& field) { fill(field); });
    } else if constexpr (std::is_trivially_copyable_v<T> && std::is_class_v<T> && !detail::kIsOptional<T>) {
      std::memset(static_cast<void*>(&value), ++last_ % 200 + 1, sizeof(T));
    } else {
      fill_many(value);
    }
  }

 private:
  template <class T>
  void fill_many(std::vector<T>& values) {
    values.resize(2);
    for (T& value : values) {
      fill(value);
    }
  }
  template <class T>
  void fill_many(std::optional<T>& value) {
    fill(value.emplace());
  }
  template <class T>
  requires std::is_enum_v<T>
  void fill_many(T& value) { value = static_cast<T>(1); }

  int last_ = 0;
};

template <class T>
bool equal_fields(const T& a, const T& b);

template <class T>
bool equal_lists(const std::vector<T>& a, const std::vector<T>& b) {
  bool equal = a.size() == b.size();
  for (std::size_t i = 0; equal && i < a.size(); ++i) {
    equal = equal_fields(a[i], b[i]);
  }
  return equal;
}

template <class T>
bool equal_lists(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() == b.has_value() && (!a || equal_fields(*a, *b));
}

/// Whether two values are equal in every field of their field lists; plain structs are compared byte by byte.
template <class T>
bool equal_fields(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, std::string> || std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    return a == b;
  } else if constexpr (std::is_same_v<T, Place>) {
    return a.text() == b.text();
  } else if constexpr (HasFields<T>) {
    bool equal = true;
    std::apply([&](auto... members) { equal = (equal_fields(a.*members, b.*members) && ...); }, kFields<T>);
    return equal;
  } else if constexpr (std::is_trivially_copyable_v<T> && !detail::kIsOptional<T>) {
    return std::memcmp(static_cast<const void*>(&a), static_cast<const void*>(&b), sizeof(T)) == 0;
  } else {
    return equal_lists(a, b);
  }
}

}  // namespace dimsim
