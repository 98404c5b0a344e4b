#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/link.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/sources.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/model/variant.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::policy {
class Parameters;
}

namespace dimsim::scenario {

/// Limits on which the engine's records rely; they are checked when a scenario is loaded.
inline constexpr std::size_t kMostTiers = 64;
inline constexpr std::size_t kMostDeviceGroups = 256;

/// Keys of the energy and carbon figures that are not about a tier, so that no tier may have these names.
inline constexpr const char* kNetworkKey = "network";
inline constexpr const char* kTotalKey = "total";

/// Which sample a request carries.
enum class Sampling {
  Random,    ///< each device draws with replacement from its own stream
  Shuffled,  ///< the i-th request of the run takes the i-th sample of a shuffled list; reshuffled each round
  InOrder,   ///< the i-th request of the run takes sample i modulo the number of samples
};

struct Workload {
  std::filesystem::path trace;
  std::string split;
  std::string calibration;                  ///< split on which policies tune themselves
  std::string arrival_process = "poisson";  ///< name in the registry (workload/arrival_process.hpp)
  double rate_per_s = 0;                    ///< of each device [1/s]
  std::optional<std::uint64_t> requests;
  std::optional<double> duration_s;
  double warm_up_s = 0;                ///< requests that arrive before are not measured
  bool find_warm_up = false;           ///< by MSER-5 on the latencies of each run; warm_up_s is then 0
  std::uint64_t warm_up_requests = 0;  ///< number of requests, from the first one on, that are not measured
  Sampling sampling = Sampling::Random;
  Place trace_place;  ///< places of these values in the scenario, for messages
  Place split_place;
  Place calibration_place;
  Place warm_up_place;
};

/// Where the next tier starts with a request that is escalated to it.
enum class Escalation {
  Text,        ///< layer 1 again, where the tier has it
  HiddenState  ///< the layer after the last one that was run
};

/// The location of a tier. The path from a device to a tier consists of, in this order: the access link (to
/// Site), the backhaul of the site (to Metro), the WAN (to Cloud).
enum class Location { Device, Site, Metro, Cloud };

/// The ends of a link.
enum class LinkKind : std::uint8_t {
  Access,    ///< a device and its site
  Backhaul,  ///< a site and the metro
  Wan        ///< the metro and the cloud
};

using catalogue::Link;
using catalogue::Radio;

struct HostGroup {
  std::string name;
  model::Device device;
  int count = 1;
  std::string site;                  ///< "" = spread over all sites (devices), or reachable from every site
  std::optional<Link> access;        ///< devices only: instead of network.access
  std::optional<double> rate_per_s;  ///< devices only: instead of workload.rate
  Place place;                       ///< of the device in the scenario, for messages
};

/// How one of several hosts of a tier is chosen for a request.
enum class Balance { ShortestQueue, RoundRobin };

struct Tier {
  std::string name;
  Location location = Location::Device;
  int first_layer = 1;
  int last_layer = 1;
  std::vector<int> exits;  ///< layers with an exit head, rising
  std::vector<HostGroup> hosts;
  Balance balance = Balance::ShortestQueue;
  double offload_lambda = 0;             ///< λ units for entering this tier from below
  double layer_lambda = 1;               ///< λ units for each layer run here
  double exit_lambda = 0;                ///< λ units for each exit head evaluated here
  std::optional<double> carbon_g_per_j;  ///< CO2 equivalent of its electricity [g/J]
  Place exits_place;                     ///< in the scenario, for messages
};

/// How messages travel over links; see docs/methods.md.
struct Transport {
  double segment_bytes = 1460;  ///< payload of a full packet (MSS) [B]
  double header_bytes = 40;     ///< per packet [B]
  int initial_window = 10;      ///< segments (RFC 6928)
  bool slow_start = true;
  double setup_round_trips = 2;         ///< of a new connection (TCP and TLS 1.3)
  double keep_alive_s = 60;             ///< a connection that was idle for longer is set up again [s]
  double request_bytes = 0;             ///< added to the payload of a request [B]
  double answer_bytes = 100;            ///< payload of an answer [B]
  double activation_element_bytes = 4;  ///< per element of a hidden state that is sent [B]
};

struct Network {
  Link access;
  Link backhaul;
  Link wan;
  /// Energy of the network behind the sites for each byte that crosses a backhaul [J/B].
  double core_j_per_byte = 0;
  Transport transport;
};

/// The price of the bytes of a month from `from_bytes` up to the next step.
struct EgressStep {
  double from_bytes = 0;    ///< [B]
  double usd_per_byte = 0;  ///< [USD/B]
};

struct Cost {
  std::vector<EgressStep> egress;  ///< data sent out of the cloud; rising from 0 B
};

struct PolicyChoice {
  std::string policy;  ///< name in the registry
  std::string label;   ///< its name in tables and results; unique in a scenario
  std::shared_ptr<const policy::Parameters> parameters;  ///< typed; runs create the policy from them
  std::string text = {};  ///< the resolved item of `policies`, on one line, for display
  Place place = {};       ///< of that item
};

using language::SourceNote;

/// A what-if, fully resolved and checked: one point of a study. Plain data: no YAML, no SimGrid.
struct Scenario {
  std::string name;
  std::string description;
  std::uint64_t seed = 1;
  Workload workload;
  model::Variant model;
  std::vector<std::string> sites;
  std::vector<Tier> tiers;
  Escalation escalation = Escalation::Text;
  Network network;
  std::vector<PolicyChoice> policies;
  Cost cost;
  std::optional<double> network_carbon_g_per_j;  ///< of the network behind the sites [g/J]

  std::vector<SourceNote> sources;  ///< of the catalogue figures in use
};

/// The index of a device's site: the site of its group, or the sites in turn if the group has none.
[[nodiscard]] std::uint32_t site_of_device(const Scenario& scenario, const HostGroup& group,
                                           std::uint32_t number);

}  // namespace dimsim::scenario
