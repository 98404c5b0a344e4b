#pragma once

#include <cstdint>

namespace dimsim::platform {

/// Divides links max-min fairly among the flights that contend for them.
///
/// Contract: a flight is in at most one Sharing at a time. All running flights that cross a contended link
/// are in the same Sharing, so that it sees everything that competes; links that are not contended need not
/// be seen. Whoever moves a flight from one Sharing to another hands over what it has left. Calls at one date
/// are one change: rates are settled before time goes on. A flight that ends is out of the Sharing.
class Sharing {
 public:
  virtual ~Sharing() = default;
  /// Takes over a flight that has Flight::left bytes to go at `now`.
  virtual void join(std::uint32_t flight, double now) = 0;
  /// Gives a flight up; returns what it has left at `now` [B].
  virtual double leave(std::uint32_t flight, double now) = 0;
};

}  // namespace dimsim::platform
