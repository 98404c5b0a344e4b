#pragma once

#include "dimsim/engine/answers.hpp"
#include "dimsim/engine/arrivals.hpp"
#include "dimsim/engine/attempts.hpp"
#include "dimsim/engine/controller.hpp"
#include "dimsim/engine/decider.hpp"
#include "dimsim/engine/forecast.hpp"
#include "dimsim/engine/hosts.hpp"
#include "dimsim/engine/measurement_window.hpp"
#include "dimsim/engine/radio.hpp"
#include "dimsim/engine/run_facts.hpp"
#include "dimsim/engine/run_input.hpp"
#include "dimsim/engine/service_times.hpp"
#include "dimsim/engine/services.hpp"
#include "dimsim/engine/stations.hpp"
#include "dimsim/engine/transport.hpp"
#include "dimsim/platform/kernel.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/policy/legs.hpp"
#include "dimsim/policy/policy.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace dimsim::engine {

/// The run itself: each attempt at a request is a small state machine that the kernel's events drive.
///
///                                     ┌───── more layers here ─────┐
///     arrival ─ policy ─► send ─► queue ─► service ─ policy ─┬─► next tier (send …)
///                  (skipped on the device)                   └─► answer sent back ─► answered
///
/// At any of these places a request may end as dropped, timed out or failed instead.
///
/// Contract: make one, call run() once, then take_records() and facts(). run() throws RunError if messages or
/// requests wait for ever, which only controllers and disciplines can cause.
class Simulation : public platform::Kernel::Events, private World {
 public:
  explicit Simulation(const RunInput& input);

  void run();

  /// What accounts are made from, once run() is over.
  [[nodiscard]] RunFacts facts() const;
  /// Requests and visits are moved out; everything else of the result is the accounts' to fill in.
  [[nodiscard]] results::RunResult take_records();

 private:
  void on_event(const platform::Kernel::Event& event) override;

  // Arrivals and the way through the tiers: simulation.cpp
  void expect_next_arrival();
  void on_arrival();
  void follow(std::uint32_t slot);
  void move_up(std::uint32_t slot);
  void pay_bytes(results::RequestRecord& record, std::uint64_t bytes, double j_per_byte);
  void on_delivered(std::uint32_t slot);
  void send_answer(std::uint32_t slot);

  // Queues and services: simulation_service.cpp
  void join_station(std::uint32_t slot);
  void add_work(Attempt& attempt);
  /// Begins services as long as servers are free and the discipline picks requests.
  void dispatch(std::uint32_t station) {
    if (stations_.may_begin(station)) {
      begin_services(station);
    }
  }
  void begin_services(std::uint32_t station);
  void wake(std::uint32_t station, double date_s);
  void on_wake(std::uint32_t station);
  void enter_service(std::uint32_t slot, std::uint32_t service);
  void begin_piece(std::uint32_t service);
  void expect_end(std::uint32_t service, const Services::End& end);
  void charge(std::uint32_t service, const Share& share);
  void on_service_end(std::uint32_t service, std::uint32_t generation);
  void complete_leg(std::uint32_t slot);
  void evaluate_exit(Attempt& attempt);
  void leave_station(std::uint32_t slot, bool served);
  void set_mode(std::uint32_t station, const StationMode& mode) override;
  [[nodiscard]] double draw_jitter_factor(const Attempt& attempt) const;

  // How requests end, and who intervenes: simulation_end.cpp
  void finish(std::uint32_t slot);
  void close(std::uint32_t slot);
  void withdraw(std::uint32_t slot);
  void withdraw_others(std::uint32_t request, std::uint32_t slot);
  bool end_request(std::uint64_t number, results::Outcome outcome) override;
  void set_capacity(platform::Kernel::LinkId link, double bytes_per_s) override {
    transport_.set_capacity(link, bytes_per_s);
  }
  void set_latency(platform::Kernel::LinkId link, double latency_s) override {
    transport_.set_latency(link, latency_s);
  }
  void attach(std::uint32_t device, const platform::Attachment& attachment) override;
  void expect_tick(std::uint32_t controller, double date_s);
  void on_tick(std::uint32_t controller);
  [[nodiscard]] double now() const override { return kernel_.now(); }
  [[nodiscard]] const Stations& stations() const override { return stations_; }
  [[nodiscard]] const platform::Topology& topology() const override { return topology_; }

  [[nodiscard]] policy::Request request_of(const Attempt& attempt, bool on_device) const;
  [[nodiscard]] results::RequestRecord& record_of(const Attempt& attempt) {
    return result_.requests[attempt.record];
  }
  [[nodiscard]] const results::RequestRecord& record_of(const Attempt& attempt) const {
    return result_.requests[attempt.record];
  }
  [[nodiscard]] results::Visit& visit_of(const Attempt& attempt, std::uint32_t tier) {
    return result_.visits[std::size_t{attempt.record} * scenario_.tiers.size() + tier];
  }
  [[nodiscard]] Pace pace_at(std::uint32_t station) const {
    const StationMode& mode = stations_.mode(station);
    return {.rate = mode.speed, .power_w = mode.active_power_w};
  }

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
  MeasurementWindow window_;
  ServiceTimes service_times_;
  ProfileForecast forecast_;
  Answers answers_;
  Arrivals arrivals_;
  Samples sample_picker_;
  Decider decider_;

  std::optional<Arrival> coming_;
  Attempts attempts_;
  Services services_;
  std::vector<std::uint32_t> piece_members_;          ///< of the piece that ends now
  std::unordered_map<std::uint32_t, double> wake_s_;  ///< by station: the date at which to ask its discipline
};

}  // namespace dimsim::engine
