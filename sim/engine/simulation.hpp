#pragma once

#include "dimsim/engine/answers.hpp"
#include "dimsim/engine/arrivals.hpp"
#include "dimsim/engine/decider.hpp"
#include "dimsim/engine/forecast.hpp"
#include "dimsim/engine/hosts.hpp"
#include "dimsim/engine/radio.hpp"
#include "dimsim/engine/run_facts.hpp"
#include "dimsim/engine/run_input.hpp"
#include "dimsim/engine/service_times.hpp"
#include "dimsim/engine/stations.hpp"
#include "dimsim/engine/transport.hpp"
#include "dimsim/engine/window.hpp"
#include "dimsim/platform/kernel.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/policy/legs.hpp"
#include "dimsim/policy/policy.hpp"

#include <optional>
#include <vector>

namespace dimsim::engine {

/// The run itself: each request is a small state machine that the kernel's events drive.
///
///                                     ┌───── more layers here ─────┐
///     arrival ─ policy ─► send ─► queue ─► service ─ policy ─┬─► next tier (send …)
///                  (skipped on the device)                   └─► answer sent back ─► finished
///
/// Contract: make one, call run() once, then take_records() and facts().
class Simulation : public platform::Kernel::Events {
 public:
  explicit Simulation(const RunInput& input);

  void run();

  /// What accounts are made from, once run() is over.
  [[nodiscard]] RunFacts facts() const;
  /// Requests and visits are moved out; everything else of the result is the accounts' to fill in.
  [[nodiscard]] results::RunResult take_records();

 private:
  /// A request on its way. Slots are reused, so that memory follows the requests in flight.
  struct Active {
    std::uint32_t request = 0;
    std::uint32_t station = 0;
    std::uint32_t group = 0;  ///< of the host among its tier's
    bool answered = false;    ///< what travels is the answer
    bool offered = false;     ///< joined the station while the window was open
    int first_layer = 0;      ///< of this stay at a tier
    int exit_heads = 0;       ///< evaluated in this stay
    std::uint64_t device_number = 0;
    policy::Action wanted;
    policy::Standing standing;
    policy::Leg leg;
    double jitter_factor = 1;  ///< service time of this stay / its expected value
    double expected_s = 0;     ///< of this stay so far
    double service_s = 0;      ///< of the leg
    std::vector<policy::Exit> exits;
  };

  void on_event(std::uint64_t token) override;

  void expect_next_arrival();
  void on_arrival();
  void follow(std::uint32_t slot);
  void move_up(std::uint32_t slot);
  void pay_bytes(results::RequestRecord& record, std::uint64_t bytes, double j_per_byte);
  void on_delivered(std::uint32_t slot);
  void join_station(std::uint32_t slot);
  void add_service(Active& active);
  void begin_service(std::uint32_t slot);
  void on_service_end(std::uint32_t slot);
  void leave_station(std::uint32_t slot);
  void evaluate_exit(Active& active);
  void send_answer(std::uint32_t slot);
  void finish(std::uint32_t slot);

  [[nodiscard]] double draw_jitter_factor(const Active& active) const;
  [[nodiscard]] policy::Request request_of(const Active& active, bool on_device) const;
  [[nodiscard]] const model::Device& host_of(const Active& active) const {
    return scenario_.tiers[active.leg.tier].hosts[active.group].device;
  }
  [[nodiscard]] results::RequestRecord& record_of(const Active& active) {
    return result_.requests[active.request];
  }
  [[nodiscard]] const results::RequestRecord& record_of(const Active& active) const {
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
  Hosts hosts_;
  Window window_;
  ServiceTimes service_times_;
  ProfileForecast forecast_;
  Answers answers_;
  Arrivals arrivals_;
  Samples sample_picker_;
  Decider decider_;

  std::optional<Arrival> coming_;
  std::vector<Active> active_;
  std::vector<std::uint32_t> free_slots_;
};

}  // namespace dimsim::engine
