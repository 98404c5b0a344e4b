#include "dimsim/engine/simulation.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/engine/event_token.hpp"
#include "dimsim/engine/payloads.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::engine {

using scenario::Location;

using Kind = EventToken::Kind;

Simulation::Simulation(const RunInput& input)
    : input_(input),
      scenario_(input.scenario),
      samples_(input.samples),
      topology_(scenario_, kernel_),
      radios_(scenario_, topology_, result_.requests),
      transport_(scenario_, kernel_, topology_, radios_,
                 {token_of<Kind::RoundStart>, token_of<Kind::RoundSent>, token_of<Kind::Delivered>},
                 {.keep_bursts = input.keep_bursts, .has_latency_changes = !input.controllers.empty()}),
      hosts_(scenario_, topology_, stations_, input.discipline),
      window_(scenario_.workload, stations_, transport_),
      service_times_(scenario_, samples_.classes,
                     *std::max_element(samples_.tokens.begin(), samples_.tokens.end())),
      forecast_(scenario_, topology_, transport_, hosts_, service_times_),
      answers_(samples_),
      arrivals_(scenario_, topology_.devices(), input.replication),
      sample_picker_(scenario_, samples_.samples, input.replication),
      decider_(input, topology_, forecast_),
      services_(!input.controllers.empty()) {
  // The members' order of construction is the order of dependence: the topology seals the kernel, stations
  // come with the hosts, and the policy is made last, since its forecast may ask all of them.
  result_.policy = input.policy.label;
  result_.replication = input.replication;
  for (const scenario::Tier& tier : scenario_.tiers) {
    result_.tiers.push_back(tier.name);
  }
  if (scenario_.workload.requests) {
    // Records are most of the memory of a run; growing the vectors would need half as much again.
    result_.requests.reserve(*scenario_.workload.requests);
    result_.visits.reserve(*scenario_.workload.requests * scenario_.tiers.size());
  }
}

void Simulation::run() {
  expect_next_arrival();
  // Without a warm-up the measurement window opens at 0, not with the first request: nothing is left out.
  if (scenario_.workload.warm_up_requests == 0 && scenario_.workload.warm_up_s <= 0) {
    window_.on_arrival(0, 0);
  }
  for (std::uint32_t controller = 0; controller < input_.controllers.size(); ++controller) {
    expect_tick(controller, input_.controllers[controller]->first_tick_s());
  }
  kernel_.run(*this);
  if (attempts_.open_count() > 0) {
    throw RunError(fmt::format(
        "{} requests stay at their stations until the end: these have no servers, a speed of 0, or "
        "a discipline that does not pick what waits",
        attempts_.open_count()));
  }
  radios_.close(result_.end_s);
  stations_.close(result_.end_s);
  transport_.close(result_.end_s);
}

void Simulation::on_event(const platform::Kernel::Event& event) {
  if (event.outcome != platform::Kernel::Outcome::Done) {
    throw InvariantError("a transfer was interrupted, but no rule says what becomes of its request");
  }
  const EventToken token = EventToken::unpack(event.token);
  switch (token.kind) {
    case Kind::Arrival:
      on_arrival();
      return;
    case Kind::RoundStart:
      transport_.on_round_start(token.id);
      return;
    case Kind::RoundSent:
      transport_.on_round_sent(token.id);
      return;
    case Kind::Delivered:
      on_delivered(token.id);
      return;
    case Kind::ServiceEnd:
      on_service_end(token.id, token.generation);
      return;
    case Kind::Wake:
      on_wake(token.id);
      return;
    case Kind::Tick:
      on_tick(token.id);
      return;
  }
}

void Simulation::expect_next_arrival() {
  coming_ = arrivals_.next();
  if (coming_) {
    kernel_.at(coming_->date_s, token_of<Kind::Arrival>(0), result_.requests.size());
    if (scenario_.tiers.size() > 1) {
      // With a million devices each arrival touches memory that no cache holds; it is fetched while other
      // events are handled.
      const platform::DevicePlace& place = topology_.devices()[coming_->device];
      kernel_.expect_transfer(place.endpoint, place.up);
      transport_.expect_message(coming_->device, place.up);
    }
    return;
  }
  // The measurement window ends with the last arrival: what drains afterwards is a system without
  // arrivals, whose utilisation says nothing about the load.
  result_.last_arrival_s = kernel_.now();
  window_.close(kernel_.now());
}

/// On the device the policy sees the device's own queue.
policy::Request Simulation::request_of(const Attempt& attempt, bool on_device) const {
  const results::RequestRecord& record = record_of(attempt);
  const Stations::Station& own = stations_[record.device];
  return decider_.describe(attempt.record, attempt.device_number, record,
                           on_device ? own.waiting + own.busy : 0);
}

void Simulation::on_arrival() {
  // A copy: expect_next_arrival() replaces the original below.
  const Arrival arrival = *coming_;
  const std::uint64_t number = result_.requests.size();
  window_.on_arrival(number, arrival.date_s);
  results::RequestRecord record;
  record.arrival_s = arrival.date_s;
  record.device = arrival.device;
  record.sample =
      sample_picker_.pick(number, topology_.devices()[arrival.device].entity, arrival.device_number);
  record.measured = window_.is_open();
  if (!samples_.complexity.empty()) {
    record.label = static_cast<std::int8_t>(samples_.complexity[record.sample]);
  }
  result_.requests.push_back(record);
  result_.visits.resize(result_.visits.size() + scenario_.tiers.size());

  const std::uint32_t slot =
      attempts_.start(attempts_.open(static_cast<std::uint32_t>(number), arrival.device_number));
  attempts_[slot].wanted = decider_.start(slot, request_of(attempts_[slot], true));
  follow(slot);
  expect_next_arrival();
}

/// Does the next part of what the policy wants.
void Simulation::follow(std::uint32_t slot) {
  Attempt& attempt = attempts_[slot];
  if (attempt.wanted.kind == policy::Action::Kind::Answer) {
    leave_station(slot, true);
    send_answer(slot);
    return;
  }
  const std::vector<policy::Tier>& tiers = decider_.fleet().tiers;
  attempt.leg = policy::next_leg(tiers, attempt.standing, attempt.wanted);
  // λ is paid leg by leg: a request that is given up has paid for the legs that it began.
  const bool enters = attempt.leg.tier != attempt.standing.tier;
  record_of(attempt).lambda += policy::lambda_of(tiers[attempt.leg.tier], attempt.leg, enters);
  if (!enters) {
    add_work(attempt);  // it keeps its server: the next piece of its service has this work
    return;
  }
  if (attempt.standing.tier != policy::kNowhere) {
    leave_station(slot, true);
  }
  move_up(slot);
}

void Simulation::move_up(std::uint32_t slot) {
  Attempt& attempt = attempts_[slot];
  const policy::Leg& leg = attempt.leg;
  results::RequestRecord& record = record_of(attempt);
  visit_of(attempt, leg.tier).sent_s = kernel_.now();
  const Location to = scenario_.tiers[leg.tier].location;
  const Location from = attempt.standing.tier == policy::kNowhere
                            ? Location::Device
                            : scenario_.tiers[attempt.standing.tier].location;
  if (from == to) {  // the device itself, or hosts side by side
    join_station(slot);
    return;
  }
  const double carried = leg.from_text() ? samples_.text_bytes[record.sample]
                                         : hidden_state_bytes(scenario_, samples_.tokens[record.sample]);
  attempt.stage = Stage::Sending;
  const bool from_device = from == Location::Device;
  // The device may have moved since it sent the request. What goes up from a host leaves from the site that
  // the request came through.
  platform::Attachment place = topology_.devices()[record.device];
  if (from_device) {
    attempt.site = place.site;
  } else {
    place.site = attempt.site;  // where it is, even if the device has moved on
  }
  const std::uint64_t wire =
      transport_.send(slot, topology_.up(place, from, to), record.device, leg.tier, Direction::Up,
                      from_device, request_payload(scenario_, carried), attempt.record);
  if (from_device) {
    // Bytes between hosts do not cross the access link: neither the radio nor the device pays for them.
    record.up_bytes += wire;
    pay_bytes(record, wire, topology_.access(record.device).radio.up_j_per_byte);
  }
  decider_.sent(slot, leg.tier, carried);
}

void Simulation::pay_bytes(results::RequestRecord& record, std::uint64_t bytes, double j_per_byte) {
  const double joules = static_cast<double>(bytes) * j_per_byte;
  record.radio_j += joules;
  result_.radio.bytes_j += joules;
}

void Simulation::on_delivered(std::uint32_t slot) {
  const Attempt& attempt = attempts_[slot];
  if (attempts_.request_of(attempt).ended) {
    close(slot);  // too late
  } else if (attempt.stage == Stage::Answering) {
    finish(slot);
  } else {
    join_station(slot);
  }
}

void Simulation::send_answer(std::uint32_t slot) {
  Attempt& attempt = attempts_[slot];
  const std::uint32_t tier = attempt.standing.tier;
  const Location from = scenario_.tiers[tier].location;
  attempt.stage = Stage::Answering;
  if (from == Location::Device) {
    finish(slot);
    return;
  }
  results::RequestRecord& record = record_of(attempt);
  const std::uint64_t wire =
      transport_.send(slot, topology_.down(record.device, from), record.device, tier, Direction::Down, false,
                      answer_payload(scenario_), attempt.record);
  record.down_bytes += wire;
  pay_bytes(record, wire, topology_.access(record.device).radio.down_j_per_byte);
  if (from == Location::Cloud) {
    // Providers bill what leaves the cloud; what comes in is free at all those in the catalogue.
    result_.egress_bytes += static_cast<double>(wire);
  }
}

}  // namespace dimsim::engine
