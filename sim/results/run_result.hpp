#pragma once

#include "dimsim/columns/outcome.hpp"
#include "dimsim/policy/report.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace dimsim::results {

using columns::Outcome;

/// The instants of a request at one tier [s]; all negative if it never went there. queue = started −
/// received, compute = finished − started, network = received − sent plus the delivery of the answer.
struct Visit {
  double sent_s = -1;      ///< left the previous tier (for the device's own tier: the arrival)
  double received_s = -1;  ///< joined the queue of a host of this tier
  double started_s = -1;
  double finished_s = -1;
  std::int32_t station = -1;  ///< row of RunResult::stations whose host served it
  float confidence = std::numeric_limits<float>::quiet_NaN();  ///< of the last exit that was evaluated here
};

/// Energy of the radios of all devices [J], by cause.
struct RadioEnergy {
  double bytes_j = 0;      ///< for each byte
  double promotion_j = 0;  ///< in the state promotion: waking up
  double active_j = 0;     ///< in the state active: while messages were on the link
  double tail_j = 0;       ///< in the state tail: after a message, before sleep

  [[nodiscard]] double sum() const { return bytes_j + promotion_j + active_j + tail_j; }
};

/// One request. Its visits are in RunResult::visits, tiers() per request.
struct RequestRecord {
  double arrival_s = 0;
  double finish_s = -1;  ///< the answer is on the device, or the request was given up
  std::uint32_t device = 0;
  std::uint32_t sample = 0;
  std::uint64_t up_bytes = 0;    ///< sent by the device, headers included [B]
  std::uint64_t down_bytes = 0;  ///< received by the device, headers included [B]
  double radio_j = 0;    ///< device radio: its bytes, and its share of promotion, active time and tail [J]
  double compute_j = 0;  ///< all tiers, above idle [J]
  double service_s = 0;  ///< of servers at all tiers; its share of services with several members [s]
  double lambda = 0;     ///< [λ]
  std::int16_t prediction = -1;
  Outcome outcome = Outcome::Pending;
  std::uint8_t answered_tier = 0;
  std::uint8_t exit_layer = 0;
  std::int8_t label = -1;  ///< trace::Complexity of its sample
  bool correct = false;
  bool measured = false;  ///< arrived after the warm-up
};

/// Totals of a station (a host above the devices, or all devices of a group together) over a run. "Window" is
/// the measurement window: from the end of the warm-up to the last arrival.
struct StationAccount {
  std::string name;  ///< "edge/north/0", or "mobile/pixel-4" for a group of devices
  std::string tier;
  std::uint64_t hosts = 1;
  std::uint64_t servers = 1;       ///< of each host
  std::uint64_t served = 0;        ///< requests whose service ended
  std::uint64_t abandoned = 0;     ///< requests that left their service before its end
  double busy_s = 0;               ///< server-seconds over the whole run [s]
  double queue_s = 0;              ///< request-seconds of waiting over the whole run [s]
  double window_busy_s = 0;        ///< server-seconds in the measurement window [s]
  double offered_s = 0;            ///< server-seconds of work that arrived in the measurement window [s]
  double utilisation = 0;          ///< window_busy / (window × hosts × servers)
  double busiest_utilisation = 0;  ///< of the busiest host of the group
  double offered_load = 0;         ///< offered / (window × hosts × servers); >= 1 is overload
  std::uint64_t queue_mid = 0;     ///< waiting at the middle of the measurement window
  std::uint64_t queue_end = 0;     ///< waiting at the last arrival
  bool overloaded = false;         ///< offered load >= 1, and the queue grew from middle to end
  double idle_j = 0;               ///< idle power over the whole run [J]
  double active_j = 0;             ///< above idle [J]
  double radio_j = 0;              ///< of the devices, sleep included [J]
  double usd = 0;                  ///< rent, services and ownership [USD]
  double battery_h = 0;  ///< how long a full battery lasts at the run's mean power [h]; 0 = no battery
};

/// Totals of a link (or of all links of the devices of a group together) over a run.
struct LinkAccount {
  std::string name;  ///< "access/pixel-4/up"
  scenario::LinkKind kind = scenario::LinkKind::Access;
  std::uint64_t links = 1;
  double bytes = 0;                 ///< [B]
  double bytes_per_s = 0;           ///< capacity of each [B/s]
  double utilisation = 0;           ///< bytes in the window / (window × capacity × links)
  double busiest_utilisation = 0;   ///< of the busiest link
  double offered_load = 0;          ///< bytes sent in the window / (window × capacity × links)
  bool overloaded = false;          ///< offered load >= 1
  std::vector<double> course = {};  ///< bytes in each bin of RunResult::bin_s, whose sum is `bytes` [B]
};

/// Work spent on requests that were not answered.
struct Waste {
  double service_s = 0;  ///< of servers [s]
  double joules = 0;     ///< at stations above idle, and of radios awake [J]
  double bytes = 0;      ///< over access links [B]
  double usd = 0;        ///< of services [USD]
};

/// A message, or the part of one that a congestion window allows, on its links: from its first byte to its
/// last.
struct Burst {
  double begin_s = 0;
  double end_s = 0;
  std::uint64_t bytes = 0;  ///< headers included [B]
  std::uint32_t request = 0;
  std::array<std::uint16_t, 3> links{};  ///< rows of RunResult::links
  std::uint8_t hops = 0;                 ///< how many of `links` are used
  bool is_up = true;
};

/// One run: point × policy × replication. Plain data and complete: summaries and files are made from it
/// alone.
struct RunResult {
  std::string policy;  ///< label
  std::uint32_t replication = 0;
  std::vector<std::string> tiers;
  std::vector<RequestRecord> requests;  ///< in order of arrival
  std::vector<Visit> visits;            ///< requests × tiers
  std::vector<StationAccount> stations;
  std::vector<LinkAccount> links;
  double bin_s = 0;           ///< width of the bins of the links' courses, from 0 on [s]
  std::vector<Burst> bursts;  ///< by request, then by time; only if requested
  double warm_up_end_s = 0;
  double last_arrival_s = 0;
  double end_s = 0;   ///< the last answer has arrived
  RadioEnergy radio;  ///< in all states but sleep
  double radio_sleep_j = 0;
  double core_j = 0;                   ///< of the network behind the sites [J]
  std::vector<double> carbon_g_per_j;  ///< of each tier, then of the network; NaN if not stated
  double egress_usd = 0;
  double egress_bytes = 0;
  double message_bytes = 0;  ///< of all messages, counted once for each link that they cross [B]
  Waste wasted;
  policy::Report policy_report;
  std::string kernel;  ///< SimGrid version and every flag that was set

  [[nodiscard]] const Visit& visit(std::size_t request, std::size_t tier) const {
    return visits[request * tiers.size() + tier];
  }
};

}  // namespace dimsim::results
