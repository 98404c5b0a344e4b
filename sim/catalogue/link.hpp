#pragma once

#include <string>

namespace dimsim::catalogue {

/// A device's radio: asleep, in promotion when a message arrives, active while one is on the link, and in its
/// tail afterwards (Huang et al., MobiSys 2012, section 4).
struct Radio {
  double up_j_per_byte = 0;    ///< sending, on top of active power [J/B]
  double down_j_per_byte = 0;  ///< receiving, on top of active power [J/B]
  double active_w = 0;         ///< [W]
  double promotion_s = 0;      ///< [s]
  double promotion_w = 0;      ///< [W]
  double tail_s = 0;           ///< [s]
  double tail_w = 0;           ///< [W]
  double sleep_w = 0;          ///< [W]
};

/// A link, or a kind of link of which each device or site has its own.
struct Link {
  std::string name;
  double up_bytes_per_s = 0;    ///< [B/s]
  double down_bytes_per_s = 0;  ///< [B/s]
  double latency_s = 0;         ///< propagation, one way [s]
  bool shared = false;          ///< one for all its devices (a cell, a channel), instead of one for each
  Radio radio;                  ///< of the devices, on access links
};

}  // namespace dimsim::catalogue
