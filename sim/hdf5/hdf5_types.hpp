#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::hdf5 {

template <typename T>
concept Number = std::same_as<T, std::int8_t> || std::same_as<T, std::int16_t> ||
    std::same_as<T, std::int32_t> || std::same_as<T, std::int64_t> || std::same_as<T, std::uint8_t> ||
    std::same_as<T, std::uint16_t> || std::same_as<T, std::uint32_t> || std::same_as<T, std::uint64_t> ||
    std::same_as<T, float> || std::same_as<T, double>;

/// Type of a number in a file; all are stored little-endian.
enum class NumberType { Int8, Int16, Int32, Int64, Uint8, Uint16, Uint32, Uint64, Float, Double };

/// The NumberType of T.
template <Number T>
constexpr NumberType number_type() {
  if constexpr (std::floating_point<T>) {
    return sizeof(T) == sizeof(float) ? NumberType::Float : NumberType::Double;
  } else {
    constexpr bool kSigned = std::signed_integral<T>;
    switch (sizeof(T)) {
      case 1:
        return kSigned ? NumberType::Int8 : NumberType::Uint8;
      case 2:
        return kSigned ? NumberType::Int16 : NumberType::Uint16;
      case 4:
        return kSigned ? NumberType::Int32 : NumberType::Uint32;
      default:
        return kSigned ? NumberType::Int64 : NumberType::Uint64;
    }
  }
}

using Shape = std::vector<std::size_t>;

/// "500 x 12 x 6", or "a single value".
[[nodiscard]] std::string to_string(const Shape& shape);

}  // namespace dimsim::hdf5
