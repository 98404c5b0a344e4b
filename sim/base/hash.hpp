#pragma once

#include <cstdint>
#include <string_view>

namespace dimsim {

inline constexpr std::uint64_t kFnvBasis = 0xcbf29ce484222325U;

/// FNV-1a, 64 bits, continued from `hash` (Fowler, Noll and Vo; IETF draft-eastlake-fnv). For distinguishing
/// inputs; not cryptographic.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = kFnvBasis) {
  constexpr std::uint64_t kPrime = 0x100000001b3U;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * kPrime;
  }
  return hash;
}

}  // namespace dimsim
