#pragma once

#include "dimsim/platform/flight.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace dimsim::platform {

/// The links: their capacities, the flights that cross each, and how much of each these could use at most.
///
/// A flight never gets more than the smallest capacity on its path, its cap. While the caps of all flights
/// that cross a link add up to no more than the link's capacity, that link limits none of them. When this
/// holds for every link on a path, the flight's max-min share is its cap, whatever happens elsewhere.
///
/// Contract: a flight is listed on its links from begin to end, and counted (enter, leave) while it runs.
/// The cap given to leave() is the one given to enter().
class LinkTable {
 public:
  struct Link {
    double capacity = 0;            ///< [B/s]
    double load = 0;                ///< sum of the caps of the running flights [B/s]
    std::uint32_t first = kNoHook;  ///< list of the flights that cross the link
    std::uint32_t running = 0;      ///< flights that are not paused
    std::uint32_t equal = 0;        ///< of these, those that share this link by EqualSharing
    std::uint32_t general = 0;      ///< of these, those that SimGridSharing has
    std::uint32_t group = kNoLink;  ///< EqualSharing's group of the link
    [[nodiscard]] bool is_contended() const { return load > capacity * kRounding; }
  };

  explicit LinkTable(std::vector<Flight>& flights) : flights_(flights) {}

  void add_link(double bytes_per_s) { links_.emplace_back().capacity = bytes_per_s; }
  [[nodiscard]] Link& operator[](std::uint32_t id) { return links_[id]; }
  [[nodiscard]] const Link& operator[](std::uint32_t id) const { return links_[id]; }
  [[nodiscard]] std::size_t size() const { return links_.size(); }
  void prefetch(std::uint32_t id) const { __builtin_prefetch(&links_[id]); }

  /// Smallest capacity on the path [B/s].
  [[nodiscard]] double cap(const Path& path) const {
    double rate = std::numeric_limits<double>::infinity();
    for (const std::uint32_t id : path.links()) {
      rate = std::min(rate, links_[id].capacity);
    }
    return rate;
  }

  /// Returns whether the flight runs alone for sure: no link is contended or shared by EqualSharing.
  [[nodiscard]] bool enter(const Path& path, double cap) {
    bool is_alone = true;
    for (const std::uint32_t id : path.links()) {
      Link& link = links_[id];
      link.load += cap;
      ++link.running;
      is_alone = is_alone && link.equal == 0 && !link.is_contended();
    }
    return is_alone;
  }

  void leave(const Path& path, double cap) {
    for (const std::uint32_t id : path.links()) {
      Link& link = links_[id];
      --link.running;
      link.load = link.running == 0 ? 0 : link.load - cap;  // no drift
    }
  }

  void list(std::uint32_t flight) {
    Flight& listed = flights_[flight];
    for (std::uint32_t hop = 0; hop < listed.path.count; ++hop) {
      std::uint32_t& first = links_[listed.path.link[hop]].first;
      const std::uint32_t hook = flight * Path::kMost + hop;
      listed.hooks[hop] = {.next = first, .previous = kNoHook};
      if (first != kNoHook) {
        hook_at(first).previous = hook;
      }
      first = hook;
    }
  }

  void unlist(std::uint32_t flight) {
    const Flight& listed = flights_[flight];
    for (std::uint32_t hop = 0; hop < listed.path.count; ++hop) {
      const auto [next, previous] = listed.hooks[hop];
      if (next != kNoHook) {
        hook_at(next).previous = previous;
      }
      (previous != kNoHook ? hook_at(previous).next : links_[listed.path.link[hop]].first) = next;
    }
  }

  /// Calls `visit(flight)` for each flight that crosses the link, paused ones included. `visit` must not
  /// list or unlist any.
  template <typename Visit>
  void for_each_flight(std::uint32_t id, Visit visit) const {
    for (std::uint32_t hook = links_[id].first; hook != kNoHook;
         hook = flights_[hook / Path::kMost].hooks[hook % Path::kMost].next) {
      visit(hook / Path::kMost);
    }
  }

 private:
  static constexpr std::uint32_t kNoHook = std::numeric_limits<std::uint32_t>::max();
  /// The sum of n equal caps may exceed their n-fold by rounding.
  static constexpr double kRounding = 1 + 1e-12;

  [[nodiscard]] Flight::Hook& hook_at(std::uint32_t hook) {
    return flights_[hook / Path::kMost].hooks[hook % Path::kMost];
  }

  std::vector<Flight>& flights_;
  std::vector<Link> links_;
};

}  // namespace dimsim::platform
