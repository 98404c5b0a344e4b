#pragma once

#include "engine/arrivals.hpp"
#include "engine/plan.hpp"
#include "engine/radio.hpp"
#include "engine/run.hpp"
#include "engine/stations.hpp"
#include "engine/transport.hpp"
#include "platform/kernel.hpp"
#include "platform/topology.hpp"
#include "policy/policy.hpp"

#include <memory>
#include <vector>

namespace dimsim::engine {

/// The run itself: each request is a small state machine that the kernel's events drive.
///
///     arrival ─ route ─► send ─► queue ─► service ─┬─► next step (send …)
///                        (skipped on the device)   └─► answer sent back ─► finished
///
/// Contract: make one, call run() once, then read what the accessors give.
class Simulation : public platform::Kernel::Events {
 public:
  explicit Simulation(const RunInput& input);

  void run();

  [[nodiscard]] const RunInput& input() const { return input_; }
  [[nodiscard]] const platform::Topology& topology() const { return topology_; }
  [[nodiscard]] const Transport& transport() const { return transport_; }
  [[nodiscard]] const Radios& radios() const { return radios_; }
  [[nodiscard]] const Stations& stations() const { return stations_; }
  /// Index of the first station of a host group: devices of the first tier come first, then the other tiers'
  /// hosts.
  [[nodiscard]] std::uint32_t first_station(std::size_t tier, std::size_t group) const {
    return first_station_[tier][group];
  }
  [[nodiscard]] double window_start_s() const { return window_start_s_; }
  /// Requests and visits are moved out; everything else of the result is the accounts' to fill in.
  [[nodiscard]] results::RunResult take_records();

 private:
  /// A request on its way. Slots are reused, so that memory follows the requests in flight.
  struct Active {
    std::uint32_t request = 0;
    std::uint32_t plan = 0;
    std::uint32_t step = 0;
    std::uint32_t station = 0;
    std::uint64_t device_number = 0;
    double service_s = 0;
  };

  void on_event(std::uint64_t token) override;

  void expect_next_arrival();
  void on_arrival();
  void begin_step(std::uint32_t slot);
  void pay_bytes(results::RequestRecord& record, std::uint64_t bytes, double j_per_byte);
  void on_delivered(std::uint32_t slot);
  void join_station(std::uint32_t slot);
  void begin_service(std::uint32_t slot);
  void on_service_end(std::uint32_t slot);
  void send_answer(std::uint32_t slot);
  void finish(std::uint32_t slot);

  void update_window(std::uint64_t number, double date_s);
  void add_stations();
  [[nodiscard]] std::uint32_t choose_station(std::uint32_t tier, std::uint32_t device);
  [[nodiscard]] double draw_service_s(const Active& active, std::uint32_t tier, std::uint32_t group);
  [[nodiscard]] const Step& step_of(const Active& active) const {
    return plans_[active.plan].steps[active.step];
  }
  [[nodiscard]] results::RequestRecord& record_of(const Active& active) {
    return result_.requests[active.request];
  }
  [[nodiscard]] results::Visit& visit_of(const Active& active, std::uint32_t tier) {
    return result_.visits[std::size_t{active.request} * scenario_.tiers.size() + tier];
  }
  [[nodiscard]] std::uint32_t take_slot();

  results::RunResult result_;
  const RunInput input_;
  const scenario::Scenario& scenario_;
  const trace::Split& samples_;
  platform::Kernel kernel_;
  platform::Topology topology_;
  Radios radios_;
  Transport transport_;
  Stations stations_;
  std::vector<Plan> plans_;
  ServiceTimes service_times_;
  Arrivals arrivals_;
  Samples sample_picker_;
  std::unique_ptr<policy::Policy> policy_;

  struct HostPlace {
    std::uint32_t station;
    std::uint32_t group;
  };
  std::vector<std::vector<std::uint32_t>> first_station_;       ///< [tier][group]
  std::vector<std::vector<std::vector<HostPlace>>> reachable_;  ///< [tier][site]
  std::vector<std::vector<std::uint32_t>> round_robin_;         ///< [tier][site], next to use
  std::vector<std::uint32_t> group_of_station_;                 ///< of stations above the devices
  std::uint32_t device_count_ = 0;

  std::optional<Arrival> coming_;
  std::vector<Active> active_;
  std::vector<std::uint32_t> free_slots_;
  double window_start_s_ = 0;
  std::uint64_t window_first_ = 0;  ///< number of the first request of the window
  bool window_open_ = false;
  bool middle_marked_ = false;
};

}  // namespace dimsim::engine
