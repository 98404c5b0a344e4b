#include "dimsim/engine/forecast.hpp"

#include "dimsim/engine/payloads.hpp"

namespace dimsim::engine {

using scenario::Location;

double ProfileForecast::service_s(std::uint32_t device, const policy::Leg& leg, int tokens) const {
  const platform::DevicePlace& place = topology_.devices()[device];
  const auto expected_s = [&](std::uint32_t group) {
    return service_times_.expected_s(leg.tier, group, leg.first_layer, leg.last_layer, leg.exit ? 1 : 0,
                                     tokens);
  };
  if (is_on_device(leg.tier)) {
    return expected_s(place.group);
  }
  // Which host the request will get is not known yet, so the forecast is the mean over those that it may get.
  // For a tier with unlike hosts the first one alone would be wrong for all others.
  double sum_s = 0;
  const auto hosts = hosts_.reachable(leg.tier, place.site);
  for (const Hosts::Host& host : hosts) {
    sum_s += expected_s(host.group);
  }
  return sum_s / static_cast<double>(hosts.size());
}

double ProfileForecast::upload_s(std::uint32_t device, std::size_t tier, double payload) const {
  if (is_on_device(tier)) {
    return 0;
  }
  // Nominal capacities and latencies, no matter what has changed since: a policy learns the present state by
  // feedback.
  platform::Route route = topology_.up(device, Location::Device, scenario_.tiers[tier].location);
  route.latency_s = propagation_s(device, tier);
  return transport_.nominal_s(route, request_payload(scenario_, payload));
}

double ProfileForecast::answer_s(std::uint32_t device, std::size_t tier) const {
  if (is_on_device(tier)) {
    return 0;
  }
  platform::Route route = topology_.down(device, scenario_.tiers[tier].location);
  route.latency_s = propagation_s(device, tier);  // both directions of a link have the same nominal latency
  return transport_.nominal_s(route, answer_payload(scenario_));
}

double ProfileForecast::propagation_s(std::uint32_t device, std::size_t tier) const {
  double latency_s = 0;
  if (!is_on_device(tier)) {
    const platform::Route route = topology_.up(device, Location::Device, scenario_.tiers[tier].location);
    for (const platform::Kernel::LinkId link : route.links()) {
      latency_s += topology_.link_groups()[topology_.group_of_link()[link]].latency_s;
    }
  }
  return latency_s;
}

double ProfileForecast::wire_bytes(double payload) const {
  return static_cast<double>(transport_.wire_bytes(request_payload(scenario_, payload)));
}

double ProfileForecast::hidden_state_bytes(int tokens) const {
  return engine::hidden_state_bytes(scenario_, tokens);
}

double ProfileForecast::compute_j(std::uint32_t device, double service_s) const {
  const model::Device& host = group_of(device).device;
  return model::active_power_w(host) * service_s + host.inference_j;
}

double ProfileForecast::upload_j(std::uint32_t device, double bytes, double duration_s) const {
  const scenario::Radio& radio = topology_.access(device).radio;
  return radio.up_j_per_byte * bytes + radio.active_w * duration_s;
}

int ProfileForecast::device_servers(std::uint32_t device) const { return group_of(device).device.servers; }

}  // namespace dimsim::engine
