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

/// Limits that the engine's records rest on; the scenario's checks hold them.
inline constexpr std::size_t kMostTiers = 64;
inline constexpr std::size_t kMostDeviceGroups = 256;

/// What energy and carbon have beside the tiers, so that no tier may be called so.
inline constexpr const char* kNetworkKey = "network";
inline constexpr const char* kTotalKey = "total";

/// An arrival process (workload/arrival_process.hpp) and its parameters.
struct ArrivalChoice {
  std::string process = "poisson";                    ///< name in the registry
  language::Node parameters = language::Node::map();  ///< checked, all defaults filled in
};

/// Which sample a request carries.
enum class Sampling {
  Random,    ///< each device draws with replacement from its own stream
  Shuffled,  ///< the i-th request of the run takes the i-th sample of a shuffled list; reshuffled each round
  InOrder,   ///< the i-th request of the run takes sample i modulo the number of samples
};

struct Workload {
  std::filesystem::path trace;
  std::string split;
  std::string calibration;  ///< split that policies tune themselves on
  ArrivalChoice arrivals;
  double rate_per_s = 0;  ///< of each device [1/s]
  std::optional<std::uint64_t> requests;
  std::optional<double> duration_s;
  double warm_up_s = 0;                ///< requests that arrive before are not measured
  bool find_warm_up = false;           ///< by MSER-5 on the latencies of each run; warm_up_s is then 0
  std::uint64_t warm_up_requests = 0;  ///< the first so many requests are not measured
  Sampling sampling = Sampling::Random;
  Place trace_place;  ///< where the scenario says so, for messages
  Place split_place;
  Place calibration_place;
  Place warm_up_place;
};

/// What a request that moves up has the next tier begin with.
enum class Escalation {
  Text,        ///< layer 1 again, where the tier has it
  HiddenState  ///< the layer after the last one that was run
};

/// Where a tier stands. The way from a device to a tier crosses, in this order: the access link (to Site),
/// the backhaul of the site (to Metro), the WAN (to Cloud).
enum class Location { Device, Site, Metro, Cloud };

/// What a link joins.
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
  Place place;                       ///< where the scenario says so, for messages
};

/// How a request is given to one of several hosts of a tier.
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
  Place exits_place;                     ///< where the scenario says so, for messages
};

/// How messages travel over links; see docs/methods.md.
struct Transport {
  double segment_bytes = 1460;  ///< payload of a full packet (MSS) [B]
  double header_bytes = 40;     ///< per packet [B]
  int initial_window = 10;      ///< segments (RFC 6928)
  bool slow_start = true;
  double setup_round_trips = 2;         ///< of a new connection (TCP and TLS 1.3)
  double keep_alive_s = 60;             ///< a connection idle for longer is new again [s]
  double request_bytes = 0;             ///< added to the payload of a request [B]
  double answer_bytes = 100;            ///< payload of an answer [B]
  double activation_element_bytes = 4;  ///< per element of a hidden state that is sent [B]
};

struct Network {
  Link access;
  Link backhaul;
  Link wan;
  double core_j_per_byte =
      0;  ///< of the network behind the sites, for each byte that crosses a backhaul [J/B]
  Transport transport;
};

/// Price of the bytes beyond `from_bytes` a month, up to the next step's.
struct EgressStep {
  double from_bytes = 0;    ///< [B]
  double usd_per_byte = 0;  ///< [USD/B]
};

struct Cost {
  std::vector<EgressStep> egress;  ///< data sent out of the cloud; rising from 0 B
};

struct PolicyChoice {
  std::string policy;  ///< name in the registry
  std::string label;   ///< how tables and results call it; unique in a scenario
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

/// Site of a device, as an index: the one that its group names, else the sites in turn.
[[nodiscard]] std::uint32_t site_of_device(const Scenario& scenario, const HostGroup& group,
                                           std::uint32_t number);

}  // namespace dimsim::scenario
