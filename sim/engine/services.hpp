#pragma once

#include "dimsim/engine/discipline.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dimsim::engine {

/// How fast a service goes on, and what it takes.
struct Pace {
  double rate = 1;     ///< seconds of work done per second; 0 = it pauses
  double power_w = 0;  ///< of its server, above idle [W]
};

/// What each member of a service is charged with.
struct Share {
  double server_s = 0;  ///< part of the server's time [s]
  double joules = 0;    ///< part of the server's energy above idle [J]
};

/// The services in progress. A service occupies one server of a station for its members together and works
/// off one piece of work after another, such as the layers up to the next exit. It holds {work left, since,
/// rate}, so its end can be re-timed while it goes on. Its members share the server's time and energy
/// equally, those of each moment, and may leave at any time.
///
///     start ─► begin piece ─┬─► … retime … ─► finish piece ─► begin piece … ─► last member leaves ─► end
///                           └─► settle, member leaves early
///
/// Contract: whoever changes a piece's pace or members settles first and charges the members with what
/// settle() returns; finish_piece() settles the rest. An end is due only while its generation is current:
/// each begun or re-timed piece makes earlier ends stale. end() once no member is left.
class Services {
 public:
  /// Generations are counted modulo this, so that they fit into the token of an event.
  static constexpr std::uint32_t kGenerations = 1U << 28U;

  /// When a piece ends, and which generation of ends that is.
  struct End {
    double date_s = 0;  ///< infinite while the service pauses [s]
    std::uint32_t generation = 0;
  };

  [[nodiscard]] std::uint32_t start(std::uint32_t station, std::span<const std::uint32_t> slots);
  /// Work for all members together, in seconds at rate 1 [s].
  [[nodiscard]] End begin_piece(std::uint32_t service, double work_s, const Pace& pace, double now);
  /// Each member's share since the last settlement.
  [[nodiscard]] Share settle(std::uint32_t service, double now);
  /// Another pace from now on, for what is left of the piece.
  [[nodiscard]] End retime(std::uint32_t service, const Pace& pace, double now);
  /// The piece is worked off: each member's share of the rest.
  [[nodiscard]] Share finish_piece(std::uint32_t service);
  void leave(std::uint32_t service, std::uint32_t slot);
  void end(std::uint32_t service);

  [[nodiscard]] bool is_current(std::uint32_t service, std::uint32_t generation) const {
    return services_[service].generation == generation && services_[service].members > 0;
  }
  [[nodiscard]] std::uint32_t members(std::uint32_t service) const { return services_[service].members; }
  [[nodiscard]] std::uint32_t station(std::uint32_t service) const { return services_[service].station; }
  /// The members of a service, and the services of a station. Walk them by
  ///     for (std::uint32_t slot = first_member(service); slot != kNone; slot = next_member(slot))
  [[nodiscard]] std::uint32_t first_member(std::uint32_t service) const {
    return services_[service].first_member;
  }
  [[nodiscard]] std::uint32_t next_member(std::uint32_t slot) const { return next_member_[slot]; }
  [[nodiscard]] std::uint32_t first_at(std::uint32_t station) const {
    return station < first_at_.size() ? first_at_[station] : kNone;
  }
  [[nodiscard]] std::uint32_t next_at(std::uint32_t service) const { return services_[service].next; }

 private:
  struct Service {
    double left_s = 0;   ///< work of the piece at `since_s` [s]
    double since_s = 0;  ///< last settlement [s]
    Pace pace;
    std::uint32_t station = 0;
    std::uint32_t generation = 0;
    std::uint32_t members = 0;
    std::uint32_t first_member = kNone;
    std::uint32_t previous = kNone;  ///< at the same station
    std::uint32_t next = kNone;
  };

  [[nodiscard]] static Share share_of(const Service& service, double elapsed_s);
  static void age(Service& service);
  [[nodiscard]] static End schedule(Service& service);
  [[nodiscard]] std::uint32_t take();

  std::vector<Service> services_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> next_member_;  ///< by slot
  std::vector<std::uint32_t> first_at_;     ///< by station
};

}  // namespace dimsim::engine
