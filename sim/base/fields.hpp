#pragma once

#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>

namespace dimsim {

namespace detail {

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// Converts to anything but an optional: an optional can also be made from its value type, and two
/// conversions would be ambiguous.
struct AnyValue {
  template <class T>
  requires(!kIsOptional<T>) operator T() const noexcept;  // never defined: used in unevaluated operands only
};

template <class T, class U>
consteval bool is_same_member(T member, U other) {
  if constexpr (std::is_same_v<T, U>) {
    return member == other;
  } else {
    return false;
  }
}

template <class First, class... Rest>
consteval bool are_distinct(First first, Rest... rest) {
  if constexpr (sizeof...(rest) == 0) {
    return true;
  } else {
    return !(is_same_member(first, rest) || ...) && are_distinct(rest...);
  }
}

}  // namespace detail

/// Number of data members of an aggregate: the largest number of values from which it can be initialised.
template <class T, class... Values>
consteval std::size_t member_count() {
  static_assert(std::is_aggregate_v<T>);
  if constexpr (requires { T{Values{}..., detail::AnyValue{}}; }) {
    return member_count<T, Values..., detail::AnyValue>();
  } else {
    return sizeof...(Values);
  }
}

/// A field list of an aggregate that omits `LeftOut` members, for a reason that the caller states.
template <std::size_t LeftOut, class T, class... Members>
consteval std::tuple<Members T::*...> all_fields_but(Members T::*... members) {
  static_assert(sizeof...(Members) + LeftOut == member_count<T>(),
                "a member of the type is missing in its field list");
  if (!detail::are_distinct(members...)) {
    throw "a member is in the field list twice";
  }
  return {members...};
}

/// The list of all data members of an aggregate, by which it is written, read, filled and compared. Contract:
/// each member is in it once. A list that lacks a member, or has one twice, does not compile.
template <class T, class... Members>
consteval std::tuple<Members T::*...> all_fields(Members T::*... members) {
  return all_fields_but<0>(members...);
}

/// The field list of a type, defined by a specialisation:
///   template <>
///   inline constexpr auto kFields<Point> = all_fields(&Point::x, &Point::y);
template <class T>
inline constexpr auto kFields = std::tuple<>{};

template <class T>
concept HasFields = std::tuple_size_v<std::remove_cvref_t<decltype(kFields<std::remove_cv_t<T>>)>> >
0;

/// Calls `visit(member)` for each field of a value, in the order of the list.
template <HasFields T, class Visit>
constexpr void for_each_field(T& value, Visit&& visit) {
  std::apply([&](auto... members) { (visit(value.*members), ...); }, kFields<std::remove_cv_t<T>>);
}

}  // namespace dimsim
