#include "dimsim/base/random.hpp"
#include "dimsim/engine/event_token.hpp"
#include "dimsim/engine/simulation.hpp"

#include <algorithm>
#include <cmath>

namespace dimsim::engine {

/// Keyed by the request, not by the station: every policy meets the same factor.
double Simulation::draw_jitter_factor(const Attempt& attempt) const {
  const model::Jitter& jitter = attempt.host->jitter;
  if (jitter.kind == model::Jitter::Kind::None) {
    return 1;
  }
  const RandomStream stream(scenario_.seed, input_.replication, Purpose::Jitter,
                            topology_.devices()[record_of(attempt).device].entity);
  return jitter_factor(jitter, stream, attempt.device_number * scenario::kMostTiers + attempt.leg.tier);
}

void Simulation::join_station(std::uint32_t slot) {
  Attempt& attempt = attempts_[slot];
  const std::uint32_t tier = attempt.leg.tier;
  const Hosts::Host host = hosts_.choose(tier, record_of(attempt).device, attempt.site);
  attempt.station = host.station;
  attempt.group = host.group;
  attempt.host = &scenario_.tiers[tier].hosts[host.group].device;
  attempt.stage = Stage::Queued;
  attempt.standing = {tier, attempt.leg.first_layer - 1};
  attempt.first_layer = attempt.leg.first_layer;
  // A new stay: times are expected for the stay as a whole, since layers that are run in one go may take less
  // than one after another (a launch overhead is paid once).
  attempt.exit_heads = 0;
  attempt.expected_s = 0;
  attempt.jitter_factor = draw_jitter_factor(attempt);
  // Decided once for the stay, on arrival, as the closed forms of offered load assume: a later leg of a
  // request that came during the warm-up is not offered either.
  attempt.offered = window_.is_open();
  results::Visit& visit = visit_of(attempt, tier);
  visit.received_s = kernel_.now();
  visit.station = static_cast<std::int32_t>(attempt.station);
  add_work(attempt);
  if (stations_.join(attempt.station, slot, kernel_.now())) {
    const std::uint32_t service = services_.start(attempt.station, slot);
    enter_service(slot, service);
    begin_piece(service);
  } else {
    dispatch(attempt.station);
  }
}

/// The leg's work: what the stay takes with it, less what it took without.
void Simulation::add_work(Attempt& attempt) {
  attempt.exit_heads += attempt.leg.exit ? 1 : 0;
  const double expected_s =
      service_times_.expected_s(attempt.leg.tier, attempt.group, attempt.first_layer, attempt.leg.last_layer,
                                attempt.exit_heads, samples_.tokens[record_of(attempt).sample]);
  attempt.work_s = attempt.jitter_factor * std::max(0.0, expected_s - attempt.expected_s);
  attempt.expected_s = std::max(attempt.expected_s, expected_s);
  // Work counts as offered when it becomes known. A policy that goes on after an exit adds to it later.
  if (attempt.offered) {
    stations_.offer(attempt.station, attempt.work_s);
  }
}

void Simulation::begin_services(std::uint32_t station) {
  while (stations_.may_begin(station)) {
    const Pick pick = stations_.next(station, kernel_.now());
    if (pick.batch.empty()) {
      if (std::isfinite(pick.wake_s)) {
        wake(station, pick.wake_s);
      }
      return;
    }
    const std::uint32_t service = services_.start(station, pick.batch);
    for (const std::uint32_t slot : pick.batch) {
      enter_service(slot, service);
    }
    begin_piece(service);
  }
}

/// One date a station is enough: at an earlier one the discipline says anew when it wants to be asked.
void Simulation::wake(std::uint32_t station, double date_s) {
  const auto [entry, is_new] = wake_s_.try_emplace(station, date_s);
  if (is_new || date_s < entry->second) {
    entry->second = date_s;
    kernel_.at(date_s, token_of<EventToken::Kind::Wake>(station), 0);
  }
}

void Simulation::on_wake(std::uint32_t station) {
  const auto entry = wake_s_.find(station);
  if (entry != wake_s_.end() && entry->second <= kernel_.now()) {
    wake_s_.erase(entry);
    dispatch(station);
  }
}

void Simulation::enter_service(std::uint32_t slot, std::uint32_t service) {
  Attempt& attempt = attempts_[slot];
  attempt.service = service;
  attempt.stage = Stage::Serving;
  // The fixed energy of an inference is paid by each member when it starts, also if it is given up later.
  visit_of(attempt, attempt.leg.tier).started_s = kernel_.now();
  record_of(attempt).compute_j += attempt.host->inference_j;
}

/// The members' next legs as one piece of work, which takes as long as the longest of them.
void Simulation::begin_piece(std::uint32_t service) {
  double work_s = attempts_[services_.first_member(service)].work_s;
  if (services_.members(service) > 1) {
    services_.for_each_member(service,
                              [&](std::uint32_t slot) { work_s = std::max(work_s, attempts_[slot].work_s); });
  }
  expect_end(service,
             services_.begin_piece(service, work_s, pace_at(services_.station(service)), kernel_.now()));
}

void Simulation::expect_end(std::uint32_t service, const Services::End& end) {
  if (std::isfinite(end.date_s)) {
    kernel_.at(end.date_s, EventToken{EventToken::Kind::ServiceEnd, service, end.generation}.packed(),
               attempts_[services_.first_member(service)].record);
  }
}

void Simulation::charge(std::uint32_t service, const Share& share) {
  services_.for_each_member(service, [&](std::uint32_t slot) {
    results::RequestRecord& record = record_of(attempts_[slot]);
    record.service_s += share.server_s;
    record.compute_j += share.joules;
  });
}

void Simulation::on_service_end(std::uint32_t service, std::uint32_t generation) {
  if (!services_.is_current(service, generation)) {
    return;  // re-timed, or ended early
  }
  charge(service, services_.finish_piece(service));
  if (services_.members(service) == 1) {
    complete_leg(services_.first_member(service));
  } else {
    // A copy of the members: each that completes its leg may leave, and that changes the list.
    piece_members_.clear();
    services_.for_each_member(service, [&](std::uint32_t slot) { piece_members_.push_back(slot); });
    for (const std::uint32_t slot : piece_members_) {
      complete_leg(slot);
    }
  }
  // Those who have not left go on together. If all have, the service is over, or already another one.
  if (services_.is_current(service, generation)) {
    begin_piece(service);
  }
}

void Simulation::complete_leg(std::uint32_t slot) {
  Attempt& attempt = attempts_[slot];
  attempt.standing.layer = attempt.leg.last_layer;
  if (attempt.leg.exit) {
    evaluate_exit(attempt);
  }
  if (attempt.leg.tier == attempt.wanted.tier && attempt.leg.last_layer == attempt.wanted.last_layer) {
    attempt.wanted =
        decider_.next(request_of(attempt, attempt.leg.tier == 0), {.now_s = kernel_.now(),
                                                                   .tier = attempt.leg.tier,
                                                                   .layer = attempt.leg.last_layer,
                                                                   .exits = attempt.exits});
  }
  follow(slot);
}

void Simulation::evaluate_exit(Attempt& attempt) {
  const int layer = attempt.leg.last_layer;
  const Answers::Answer& answer = answers_.at(record_of(attempt).sample, layer);
  attempt.exits.push_back({.tier = attempt.leg.tier,
                           .layer = layer,
                           .prediction = answer.prediction,
                           .confidence = answer.confidence,
                           .entropy = answer.entropy});
  visit_of(attempt, attempt.leg.tier).confidence = static_cast<float>(answer.confidence);
}

/// `served`: the service has ended for this member; if not, it leaves before the end.
void Simulation::leave_station(std::uint32_t slot, bool served) {
  Attempt& attempt = attempts_[slot];
  const std::uint32_t index = attempt.station;
  visit_of(attempt, attempt.standing.tier).finished_s = kernel_.now();
  attempt.stage = Stage::Deciding;
  stations_.member_left(index, served);
  // Before the policy learns of the load: what it is told is the queue behind the request, without itself.
  const bool was_last = services_.leave(attempt.service, slot);
  if (was_last) {
    // The server is free only now; earlier it would have gone to another request while members go on.
    services_.end(attempt.service);
    stations_.release(index, kernel_.now());
  }
  if (decider_.learns()) {
    const Stations::Station& station = stations_[index];
    // At least one server, also where this was the last service of a host that loses its servers: policies
    // divide by their number, and an infinite wait would never fade from their estimates.
    decider_.left(slot, attempt.standing.tier, station.waiting + station.busy, std::max(1U, station.servers));
  }
  if (was_last) {
    dispatch(index);
  }
}

void Simulation::set_mode(std::uint32_t station, const StationMode& mode) {
  // The station first, so that its integrals close at the old power; then what is in service is charged for
  // its time so far and goes on at the new pace; then new servers take waiting requests.
  stations_.set_mode(station, mode, kernel_.now());
  for (std::uint32_t service = services_.first_at(station); service != kNone;
       service = services_.next_at(service)) {
    charge(service, services_.settle(service, kernel_.now()));
    expect_end(service, services_.retime(service, pace_at(station), kernel_.now()));
  }
  dispatch(station);
}

}  // namespace dimsim::engine
