#pragma once

#include <cstdint>

namespace dimsim::engine {

/// What an event of the kernel is about, packed into its token: 4 bits of kind, 32 of id, 28 of generation.
struct EventToken {
  enum class Kind : std::uint8_t { Arrival, RoundStart, RoundSent, Delivered, ServiceEnd, Wake, Tick };

  Kind kind = Kind::Arrival;
  std::uint32_t id = 0;          ///< slot of an attempt, service, station or controller
  std::uint32_t generation = 0;  ///< of a service's end

  [[nodiscard]] constexpr std::uint64_t packed() const {
    return static_cast<std::uint64_t>(kind) | (std::uint64_t{id} << 4U) | (std::uint64_t{generation} << 36U);
  }
  [[nodiscard]] static constexpr EventToken unpack(std::uint64_t token) {
    return {static_cast<Kind>(token & 15U), static_cast<std::uint32_t>(token >> 4U),
            static_cast<std::uint32_t>(token >> 36U)};
  }
};

/// The token of an event of a slot.
template <EventToken::Kind kind>
std::uint64_t token_of(std::uint32_t slot) {
  return EventToken{kind, slot}.packed();
}

}  // namespace dimsim::engine
