#pragma once

#include "dimsim/engine/hosts.hpp"
#include "dimsim/engine/service_times.hpp"
#include "dimsim/engine/transport.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/policy/forecast.hpp"
#include "dimsim/scenario/scenario.hpp"

namespace dimsim::engine {

/// Predictions from the scenario's profiles and nominal figures.
class ProfileForecast : public policy::Forecast {
 public:
  ProfileForecast(const scenario::Scenario& scenario, const platform::Topology& topology,
                  const Transport& transport, const Hosts& hosts, const ServiceTimes& service_times)
      : scenario_(scenario),
        topology_(topology),
        transport_(transport),
        hosts_(hosts),
        service_times_(service_times) {}

  [[nodiscard]] double service_s(std::uint32_t device, const policy::Leg& leg, int tokens) const override;
  [[nodiscard]] double upload_s(std::uint32_t device, std::size_t tier, double payload) const override;
  [[nodiscard]] double answer_s(std::uint32_t device, std::size_t tier) const override;
  [[nodiscard]] double propagation_s(std::uint32_t device, std::size_t tier) const override;
  [[nodiscard]] double hidden_state_bytes(int tokens) const override;
  [[nodiscard]] double wire_bytes(double payload) const override;
  [[nodiscard]] double compute_j(std::uint32_t device, double service_s) const override;
  [[nodiscard]] double upload_j(std::uint32_t device, double bytes, double duration_s) const override;
  [[nodiscard]] int device_servers(std::uint32_t device) const override;

 private:
  [[nodiscard]] bool is_on_device(std::size_t tier) const {
    return scenario_.tiers[tier].location == scenario::Location::Device;
  }
  [[nodiscard]] const scenario::HostGroup& group_of(std::uint32_t device) const {
    return scenario_.tiers.front().hosts[topology_.devices()[device].group];
  }

  const scenario::Scenario& scenario_;
  const platform::Topology& topology_;
  const Transport& transport_;
  const Hosts& hosts_;
  const ServiceTimes& service_times_;
};

}  // namespace dimsim::engine
