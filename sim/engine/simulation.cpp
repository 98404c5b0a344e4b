#include "dimsim/engine/simulation.hpp"

#include "dimsim/base/random.hpp"
#include "dimsim/engine/payloads.hpp"

#include <algorithm>
#include <tuple>

namespace dimsim::engine {

using scenario::Location;

namespace {

enum class Kind : std::uint64_t { Arrival, RoundStart, RoundSent, Delivered, ServiceEnd };

template <Kind kind>
std::uint64_t token_of(std::uint32_t slot) {
  return (std::uint64_t{slot} << 3U) | static_cast<std::uint64_t>(kind);
}

}  // namespace

Simulation::Simulation(const RunInput& input)
    : input_(input),
      scenario_(input.scenario),
      samples_(input.samples),
      topology_(scenario_, kernel_),
      radios_(scenario_, topology_, result_.requests),
      transport_(scenario_, kernel_, topology_, radios_,
                 {token_of<Kind::RoundStart>, token_of<Kind::RoundSent>, token_of<Kind::Delivered>},
                 input.keep_bursts),
      hosts_(scenario_, topology_, stations_),
      window_(scenario_.workload, stations_, transport_),
      service_times_(scenario_, samples_.classes,
                     *std::max_element(samples_.tokens.begin(), samples_.tokens.end())),
      forecast_(scenario_, topology_, transport_, hosts_, service_times_),
      answers_(samples_),
      arrivals_(scenario_, topology_.devices(), input.replication),
      sample_picker_(scenario_, samples_.samples, input.replication),
      decider_(input, topology_, forecast_) {
  result_.policy = input.policy.label;
  result_.replication = input.replication;
  for (const scenario::Tier& tier : scenario_.tiers) {
    result_.tiers.push_back(tier.name);
  }
  if (scenario_.workload.requests) {
    result_.requests.reserve(*scenario_.workload.requests);
    result_.visits.reserve(*scenario_.workload.requests * scenario_.tiers.size());
  }
}

void Simulation::run() {
  expect_next_arrival();
  if (scenario_.workload.warm_up_requests == 0 && scenario_.workload.warm_up_s <= 0) {
    window_.on_arrival(0, 0);
  }
  kernel_.run(*this);
  radios_.close(kernel_.now());
  result_.end_s = kernel_.now();
}

void Simulation::on_event(std::uint64_t token) {
  const auto slot = static_cast<std::uint32_t>(token >> 3U);
  switch (static_cast<Kind>(token & 7U)) {
    case Kind::Arrival:
      on_arrival();
      return;
    case Kind::RoundStart:
      transport_.on_round_start(slot);
      return;
    case Kind::RoundSent:
      transport_.on_round_sent(slot);
      return;
    case Kind::Delivered:
      on_delivered(slot);
      return;
    case Kind::ServiceEnd:
      on_service_end(slot);
      return;
  }
}

void Simulation::expect_next_arrival() {
  coming_ = arrivals_.next();
  if (coming_) {
    kernel_.at(coming_->date_s, token_of<Kind::Arrival>(0), result_.requests.size());
    if (scenario_.tiers.size() > 1) {
      const platform::DevicePlace& place = topology_.devices()[coming_->device];
      kernel_.expect_transfer(place.endpoint, place.up);
      transport_.expect_message(coming_->device, place.up);
    }
    return;
  }
  result_.last_arrival_s = kernel_.now();
  window_.close(kernel_.now());
}

std::uint32_t Simulation::take_slot() {
  if (free_slots_.empty()) {
    active_.emplace_back();
    return static_cast<std::uint32_t>(active_.size() - 1);
  }
  const std::uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  return slot;
}

/// On the device the policy sees the device's own queue.
policy::Request Simulation::request_of(const Active& active, bool on_device) const {
  const results::RequestRecord& record = record_of(active);
  const Stations::Station& own = stations_[record.device];
  return decider_.describe(active.request, active.device_number, record,
                           on_device ? own.waiting + own.busy : 0);
}

void Simulation::on_arrival() {
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

  const std::uint32_t slot = take_slot();
  Active& active = active_[slot];
  active.request = static_cast<std::uint32_t>(number);
  active.device_number = arrival.device_number;
  active.answered = false;
  active.standing = {};
  active.exits.clear();
  active.wanted = decider_.start(slot, request_of(active, true));
  follow(slot);
  expect_next_arrival();
}

/// Does the next part of what the policy wants.
void Simulation::follow(std::uint32_t slot) {
  Active& active = active_[slot];
  if (active.wanted.kind == policy::Action::Kind::Answer) {
    leave_station(slot);
    send_answer(slot);
    return;
  }
  const std::vector<policy::Tier>& tiers = decider_.fleet().tiers;
  active.leg = policy::next_leg(tiers, active.standing, active.wanted);
  const bool enters = active.leg.tier != active.standing.tier;
  record_of(active).lambda += policy::lambda_of(tiers[active.leg.tier], active.leg, enters);
  if (!enters) {
    add_service(active);
    begin_service(slot);
    return;
  }
  if (active.standing.tier != policy::kNowhere) {
    leave_station(slot);
  }
  move_up(slot);
}

void Simulation::move_up(std::uint32_t slot) {
  Active& active = active_[slot];
  const policy::Leg& leg = active.leg;
  results::RequestRecord& record = record_of(active);
  visit_of(active, leg.tier).sent_s = kernel_.now();
  const Location to = scenario_.tiers[leg.tier].location;
  const Location from = active.standing.tier == policy::kNowhere
                            ? Location::Device
                            : scenario_.tiers[active.standing.tier].location;
  if (from == to) {  // the device itself, or hosts side by side
    join_station(slot);
    return;
  }
  const double carried = leg.from_text() ? samples_.text_bytes[record.sample]
                                         : hidden_state_bytes(scenario_, samples_.tokens[record.sample]);
  const bool from_device = from == Location::Device;
  const std::uint64_t wire =
      transport_.send(slot, topology_.up(record.device, from, to), record.device, leg.tier, Direction::Up,
                      from_device, request_payload(scenario_, carried), active.request);
  if (from_device) {
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
  if (active_[slot].answered) {
    finish(slot);
  } else {
    join_station(slot);
  }
}

/// Keyed by the request, not by the station: every policy meets the same factor.
double Simulation::draw_jitter_factor(const Active& active) const {
  const RandomStream stream(scenario_.seed, input_.replication, Purpose::Jitter,
                            topology_.devices()[record_of(active).device].entity);
  return jitter_factor(host_of(active).jitter, stream,
                       active.device_number * scenario::kMostTiers + active.leg.tier);
}

void Simulation::join_station(std::uint32_t slot) {
  Active& active = active_[slot];
  const std::uint32_t tier = active.leg.tier;
  const Hosts::Host host = hosts_.choose(tier, record_of(active).device);
  active.station = host.station;
  active.group = host.group;
  active.standing = {tier, active.leg.first_layer - 1};
  active.first_layer = active.leg.first_layer;
  active.exit_heads = 0;
  active.expected_s = 0;
  active.jitter_factor = draw_jitter_factor(active);
  active.offered = window_.is_open();
  record_of(active).compute_j += host_of(active).inference_j;
  results::Visit& visit = visit_of(active, tier);
  visit.received_s = kernel_.now();
  visit.station = static_cast<std::int32_t>(active.station);
  add_service(active);
  if (stations_.arrive(active.station, slot, kernel_.now())) {
    visit.started_s = kernel_.now();
    begin_service(slot);
  }
}

/// The leg's service: what the stay takes with it, less what it took without.
void Simulation::add_service(Active& active) {
  active.exit_heads += active.leg.exit ? 1 : 0;
  const double expected_s =
      service_times_.expected_s(active.leg.tier, active.group, active.first_layer, active.leg.last_layer,
                                active.exit_heads, samples_.tokens[record_of(active).sample]);
  active.service_s = active.jitter_factor * std::max(0.0, expected_s - active.expected_s);
  active.expected_s = std::max(active.expected_s, expected_s);
  const model::Device& host = host_of(active);
  record_of(active).compute_j += model::active_power_w(host) * active.service_s;
  if (active.offered) {
    stations_.offer(active.station, active.service_s);
  }
}

void Simulation::begin_service(std::uint32_t slot) {
  const Active& active = active_[slot];
  kernel_.at(kernel_.now() + active.service_s, token_of<Kind::ServiceEnd>(slot), active.request);
}

void Simulation::on_service_end(std::uint32_t slot) {
  Active& active = active_[slot];
  active.standing.layer = active.leg.last_layer;
  if (active.leg.exit) {
    evaluate_exit(active);
  }
  if (active.leg.tier == active.wanted.tier && active.leg.last_layer == active.wanted.last_layer) {
    active.wanted = decider_.next(request_of(active, active.leg.tier == 0), {.now_s = kernel_.now(),
                                                                             .tier = active.leg.tier,
                                                                             .layer = active.leg.last_layer,
                                                                             .exits = active.exits});
  }
  follow(slot);
}

void Simulation::evaluate_exit(Active& active) {
  const int layer = active.leg.last_layer;
  const Answers::Answer& answer = answers_.at(record_of(active).sample, layer);
  active.exits.push_back({.tier = active.leg.tier,
                          .layer = layer,
                          .prediction = answer.prediction,
                          .confidence = answer.confidence,
                          .entropy = answer.entropy});
  visit_of(active, active.leg.tier).confidence = static_cast<float>(answer.confidence);
}

void Simulation::leave_station(std::uint32_t slot) {
  Active& active = active_[slot];
  visit_of(active, active.standing.tier).finished_s = kernel_.now();
  const std::uint32_t waiting = stations_.leave(active.station, kernel_.now());
  const Stations::Station& station = stations_[active.station];
  decider_.left(slot, active.standing.tier, station.waiting + station.busy, station.servers);
  if (waiting != kNone) {
    const Active& next = active_[waiting];
    visit_of(next, next.leg.tier).started_s = kernel_.now();
    begin_service(waiting);
  }
}

void Simulation::send_answer(std::uint32_t slot) {
  Active& active = active_[slot];
  const std::uint32_t tier = active.standing.tier;
  const Location from = scenario_.tiers[tier].location;
  active.answered = true;
  if (from == Location::Device) {
    finish(slot);
    return;
  }
  results::RequestRecord& record = record_of(active);
  const std::uint64_t wire =
      transport_.send(slot, topology_.down(record.device, from), record.device, tier, Direction::Down, false,
                      answer_payload(scenario_), active.request);
  record.down_bytes += wire;
  pay_bytes(record, wire, topology_.access(record.device).radio.down_j_per_byte);
  if (from == Location::Cloud) {
    result_.egress_bytes += static_cast<double>(wire);
  }
}

void Simulation::finish(std::uint32_t slot) {
  const Active& active = active_[slot];
  const policy::Exit& answer = active.exits.back();
  results::RequestRecord& record = record_of(active);
  record.finish_s = kernel_.now();
  record.outcome = results::Outcome::Answered;
  record.answered_tier = static_cast<std::uint8_t>(active.standing.tier);
  record.exit_layer = static_cast<std::uint8_t>(answer.layer);
  record.prediction = static_cast<std::int16_t>(answer.prediction);
  record.correct = answer.prediction == samples_.gold[record.sample];
  if (decider_.learns()) {
    decider_.finished(slot, request_of(active, true), kernel_.now(), active.exits,
                      {&visit_of(active, 0), scenario_.tiers.size()});
  }
  free_slots_.push_back(slot);
  if (input_.progress != nullptr) {
    input_.progress->fetch_add(1, std::memory_order_relaxed);
  }
}

RunFacts Simulation::facts() const {
  return {.scenario = scenario_,
          .window_start_s = window_.start_s(),
          .message_bytes = transport_.message_bytes(),
          .stations = stations_,
          .first_station = hosts_.first_stations(),
          .devices = topology_.devices(),
          .link_groups = topology_.link_groups(),
          .group_of_link = topology_.group_of_link(),
          .link_meters = transport_.meters(),
          .link_courses = transport_.courses(),
          .radio_awake = radios_.awake(),
          .radio_sleep_j = radios_.sleep_j()};
}

results::RunResult Simulation::take_records() {
  std::vector<std::uint32_t> sample_of_request;
  sample_of_request.reserve(result_.requests.size());
  for (const results::RequestRecord& record : result_.requests) {
    sample_of_request.push_back(record.sample);
  }
  result_.policy_report = decider_.report(sample_of_request);
  result_.bursts = transport_.take_bursts();
  std::sort(result_.bursts.begin(), result_.bursts.end(),
            [](const results::Burst& a, const results::Burst& b) {
              return std::tie(a.request, a.begin_s) < std::tie(b.request, b.begin_s);
            });
  return std::move(result_);
}

}  // namespace dimsim::engine
