#include "engine/simulation.hpp"

#include "base/error.hpp"
#include "base/random.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::engine {

using scenario::Location;

namespace {

enum class Kind : std::uint64_t { Arrival, RoundStart, RoundSent, Delivered, ServiceEnd };

template <Kind kind>
std::uint64_t token_of(std::uint32_t slot) {
  return (std::uint64_t{slot} << 3U) | static_cast<std::uint64_t>(kind);
}

const policy::Entry& policy_entry(const std::string& name) {
  const policy::Entry* entry = policy::find(name);
  if (entry == nullptr) {
    throw InvariantError("unknown policy '" + name + "' reached the engine");
  }
  return *entry;
}

std::unique_ptr<policy::Policy> make_policy(const RunInput& input) {
  policy::Fleet fleet;
  for (const scenario::Tier& tier : input.scenario.tiers) {
    fleet.tiers.push_back(tier.name);
  }
  fleet.seed = input.scenario.seed;
  fleet.replication = input.replication;
  return policy_entry(input.policy.policy).make(input.policy.parameters, fleet);
}

}  // namespace

Simulation::Simulation(const RunInput& input)
    : input_(input),
      scenario_(input.scenario),
      samples_(input.samples),
      topology_(scenario_, kernel_),
      radios_(scenario_, topology_, result_.requests),
      transport_(scenario_, kernel_, topology_, radios_,
                 {token_of<Kind::RoundStart>, token_of<Kind::RoundSent>, token_of<Kind::Delivered>}),
      plans_(make_plans(scenario_, samples_.classes)),
      service_times_(scenario_, plans_, samples_),
      arrivals_(scenario_, topology_.devices(), input.replication),
      sample_picker_(scenario_, samples_.samples, input.replication),
      policy_(make_policy(input)) {
  result_.policy = input.policy.label;
  result_.replication = input.replication;
  for (const scenario::Tier& tier : scenario_.tiers) {
    result_.tiers.push_back(tier.name);
  }
  if (scenario_.workload.requests) {
    result_.requests.reserve(*scenario_.workload.requests);
    result_.visits.reserve(*scenario_.workload.requests * scenario_.tiers.size());
  }
  add_stations();
}

void Simulation::add_stations() {
  device_count_ = static_cast<std::uint32_t>(topology_.devices().size());
  const std::vector<scenario::HostGroup>& device_groups = scenario_.tiers.front().hosts;
  for (const platform::DevicePlace& place : topology_.devices()) {
    stations_.add(static_cast<std::uint32_t>(device_groups[place.group].device.servers));
  }
  first_station_.resize(scenario_.tiers.size());
  std::uint32_t device = 0;
  for (const scenario::HostGroup& group : device_groups) {
    first_station_.front().push_back(device);
    device += static_cast<std::uint32_t>(group.count);
  }
  const std::size_t sites = scenario_.sites.size();
  reachable_.resize(scenario_.tiers.size());
  round_robin_.assign(scenario_.tiers.size(), std::vector<std::uint32_t>(sites, 0));
  for (std::size_t tier = 1; tier < scenario_.tiers.size(); ++tier) {
    reachable_[tier].resize(sites);
    for (std::uint32_t group = 0; group < scenario_.tiers[tier].hosts.size(); ++group) {
      const scenario::HostGroup& hosts = scenario_.tiers[tier].hosts[group];
      first_station_[tier].push_back(stations_.size());
      for (int host = 0; host < hosts.count; ++host) {
        const std::uint32_t station = stations_.add(static_cast<std::uint32_t>(hosts.device.servers));
        group_of_station_.push_back(group);
        for (std::size_t site = 0; site < sites; ++site) {
          if (hosts.site.empty() || hosts.site == scenario_.sites[site]) {
            reachable_[tier][site].push_back({station, group});
          }
        }
      }
    }
  }
}

void Simulation::run() {
  expect_next_arrival();
  if (scenario_.workload.warm_up_requests == 0 && scenario_.workload.warm_up_s <= 0) {
    update_window(0, 0);
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
  if (window_open_) {
    stations_.close_window(kernel_.now());
    transport_.set_window_open(false);
    window_open_ = false;
  }
}

/// Opens the measured window at the first request after the warm-up, and marks its middle.
void Simulation::update_window(std::uint64_t number, double date_s) {
  const scenario::Workload& workload = scenario_.workload;
  if (!window_open_ && number >= workload.warm_up_requests && date_s >= workload.warm_up_s) {
    window_open_ = true;
    window_start_s_ = date_s;
    window_first_ = number;
    stations_.open_window(date_s);
    transport_.set_window_open(true);
  }
  const bool past_middle = workload.requests
                               ? number >= window_first_ + (*workload.requests - window_first_) / 2
                               : date_s >= (window_start_s_ + *workload.duration_s) / 2;
  if (window_open_ && !middle_marked_ && past_middle) {
    middle_marked_ = true;
    stations_.mark_middle();
  }
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

void Simulation::on_arrival() {
  const Arrival arrival = *coming_;
  const std::uint64_t number = result_.requests.size();
  update_window(number, arrival.date_s);
  const Entity& entity = topology_.devices()[arrival.device].entity;
  const std::uint32_t sample = sample_picker_.pick(number, entity, arrival.device_number);

  policy::Request request;
  request.number = number;
  request.device = arrival.device;
  request.entity = entity;
  request.device_number = arrival.device_number;
  request.tokens = samples_.tokens[sample];
  request.text_bytes = samples_.text_bytes[sample];
  if (!samples_.complexity.empty()) {
    request.complexity = samples_.complexity[sample];
  }
  const std::size_t tier = policy_->route(request);
  if (tier >= plans_.size()) {
    throw InvariantError(
        fmt::format("policy '{}' routed to tier {} of {}", result_.policy, tier, plans_.size()));
  }

  const std::uint32_t slot = take_slot();
  active_[slot] = {
      static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(tier), 0, 0, arrival.device_number, 0};
  results::RequestRecord record;
  record.arrival_s = arrival.date_s;
  record.device = arrival.device;
  record.sample = sample;
  record.measured = window_open_;
  result_.requests.push_back(record);
  result_.visits.resize(result_.visits.size() + scenario_.tiers.size());
  begin_step(slot);
  expect_next_arrival();
}

void Simulation::begin_step(std::uint32_t slot) {
  const Active& active = active_[slot];
  const Step& step = step_of(active);
  results::RequestRecord& record = record_of(active);
  visit_of(active, step.tier).sent_s = kernel_.now();
  const Location to = scenario_.tiers[step.tier].location;
  const Location from = active.step == 0
                            ? Location::Device
                            : scenario_.tiers[plans_[active.plan].steps[active.step - 1].tier].location;
  if (from == to) {  // the device itself, or hosts side by side
    join_station(slot);
    return;
  }
  double payload = samples_.text_bytes[record.sample];
  if (!step.from_text) {
    const int tokens = model::computed_tokens(scenario_.model, samples_.tokens[record.sample]);
    payload = model::hidden_state_bytes(scenario_.model, tokens,
                                        scenario_.network.transport.activation_element_bytes);
  }
  payload = std::ceil(payload + scenario_.network.transport.request_bytes);
  const bool from_device = from == Location::Device;
  const std::uint64_t wire =
      transport_.send(slot, topology_.up(record.device, from, to), record.device, step.tier, Direction::Up,
                      from_device, static_cast<std::uint64_t>(payload), active.request);
  if (from_device) {
    record.up_bytes += wire;
    pay_bytes(record, wire, topology_.access(record.device).radio.up_j_per_byte);
  }
}

void Simulation::pay_bytes(results::RequestRecord& record, std::uint64_t bytes, double j_per_byte) {
  const double joules = static_cast<double>(bytes) * j_per_byte;
  record.radio_j += joules;
  result_.radio.bytes_j += joules;
}

void Simulation::on_delivered(std::uint32_t slot) {
  const Active& active = active_[slot];
  if (visit_of(active, step_of(active).tier).finished_s >= 0) {
    finish(slot);  // it was the answer
  } else {
    join_station(slot);
  }
}

std::uint32_t Simulation::choose_station(std::uint32_t tier, std::uint32_t device) {
  if (scenario_.tiers[tier].location == Location::Device) {
    return device;
  }
  const std::uint32_t site = topology_.devices()[device].site;
  const std::vector<HostPlace>& hosts = reachable_[tier][site];
  if (scenario_.tiers[tier].balance == scenario::Balance::RoundRobin) {
    std::uint32_t& next = round_robin_[tier][site];
    const std::uint32_t station = hosts[next].station;
    next = (next + 1) % static_cast<std::uint32_t>(hosts.size());
    return station;
  }
  const auto load = [this](const HostPlace& host) {
    const Stations::Station& station = stations_[host.station];
    return static_cast<double>(station.waiting + station.busy) / station.servers;
  };
  return std::min_element(hosts.begin(), hosts.end(),
                          [&load](const HostPlace& a, const HostPlace& b) { return load(a) < load(b); })
      ->station;
}

double Simulation::draw_service_s(const Active& active, std::uint32_t tier, std::uint32_t group) {
  const results::RequestRecord& record = record_of(active);
  const double mean =
      service_times_.expected_s(tier, group, step_of(active).answers, samples_.tokens[record.sample]);
  const model::Jitter& jitter = scenario_.tiers[tier].hosts[group].device.jitter;
  if (jitter.kind == model::Jitter::Kind::None) {
    return mean;
  }
  // Keyed by the request, not by the station: every policy meets the same luck.
  const RandomStream stream(scenario_.seed, input_.replication, Purpose::Jitter,
                            topology_.devices()[record.device].entity);
  const std::uint64_t index = active.device_number * scenario::kMostTiers + tier;
  if (jitter.kind == model::Jitter::Kind::Exponential) {
    return stream.exponential(index, mean);
  }
  const double variance = std::log1p(jitter.coefficient_of_variation * jitter.coefficient_of_variation);
  return mean * std::exp(std::sqrt(variance) * stream.normal(index) - variance / 2);
}

void Simulation::join_station(std::uint32_t slot) {
  Active& active = active_[slot];
  const std::uint32_t tier = step_of(active).tier;
  const std::uint32_t device = record_of(active).device;
  active.station = choose_station(tier, device);
  const std::uint32_t group = active.station < device_count_
                                  ? topology_.devices()[device].group
                                  : group_of_station_[active.station - device_count_];
  active.service_s = draw_service_s(active, tier, group);
  const model::Device& host = scenario_.tiers[tier].hosts[group].device;
  record_of(active).compute_j +=
      (host.load_power_w - host.idle_power_w) / host.servers * active.service_s + host.inference_j;
  visit_of(active, tier).received_s = kernel_.now();
  visit_of(active, tier).station = static_cast<std::int32_t>(active.station);
  if (stations_.arrive(active.station, slot, active.service_s, kernel_.now())) {
    begin_service(slot);
  }
}

void Simulation::begin_service(std::uint32_t slot) {
  const Active& active = active_[slot];
  visit_of(active, step_of(active).tier).started_s = kernel_.now();
  kernel_.at(kernel_.now() + active.service_s, token_of<Kind::ServiceEnd>(slot), active.request);
}

void Simulation::on_service_end(std::uint32_t slot) {
  Active& active = active_[slot];
  visit_of(active, step_of(active).tier).finished_s = kernel_.now();
  const std::uint32_t waiting = stations_.leave(active.station, kernel_.now());
  if (waiting != kNone) {
    begin_service(waiting);
  }
  if (active.step + 1 < plans_[active.plan].steps.size()) {
    ++active.step;
    begin_step(slot);
  } else {
    send_answer(slot);
  }
}

void Simulation::send_answer(std::uint32_t slot) {
  const Active& active = active_[slot];
  const std::uint32_t tier = step_of(active).tier;
  const Location from = scenario_.tiers[tier].location;
  if (from == Location::Device) {
    finish(slot);
    return;
  }
  results::RequestRecord& record = record_of(active);
  const auto payload = static_cast<std::uint64_t>(std::ceil(scenario_.network.transport.answer_bytes));
  const std::uint64_t wire = transport_.send(slot, topology_.down(record.device, from), record.device, tier,
                                             Direction::Down, false, payload, active.request);
  record.down_bytes += wire;
  pay_bytes(record, wire, topology_.access(record.device).radio.down_j_per_byte);
  if (from == Location::Cloud) {
    result_.egress_bytes += static_cast<double>(wire);
  }
}

void Simulation::finish(std::uint32_t slot) {
  const Active& active = active_[slot];
  const Plan& plan = plans_[active.plan];
  results::RequestRecord& record = record_of(active);
  record.finish_s = kernel_.now();
  record.outcome = results::Outcome::Answered;
  record.answered_tier = static_cast<std::uint8_t>(plan.steps.back().tier);
  record.exit_layer = static_cast<std::uint8_t>(plan.exit_layer);
  record.lambda = plan.lambda;
  const int prediction = samples_.prediction(record.sample, plan.exit_layer);
  record.prediction = static_cast<std::int16_t>(prediction);
  record.correct = prediction == samples_.gold[record.sample];
  free_slots_.push_back(slot);
  if (input_.progress != nullptr) {
    input_.progress->fetch_add(1, std::memory_order_relaxed);
  }
}

results::RunResult Simulation::take_records() { return std::move(result_); }

}  // namespace dimsim::engine
