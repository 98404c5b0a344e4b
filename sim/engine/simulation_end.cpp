#include "dimsim/engine/event_token.hpp"
#include "dimsim/engine/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>

namespace dimsim::engine {
namespace {

/// The order of ticks among the events of a date; that of all others is the number of a request, or 0. After
/// them, so that a transfer or service that ends at the date of an outage has ended: with nothing left it
/// would pause like the others.
constexpr std::uint64_t kAfterRequests = std::uint64_t{1} << 32U;

}  // namespace

void Simulation::finish(std::uint32_t slot) {
  const Attempt& attempt = attempts_[slot];
  // The last exit that was evaluated answers: a policy that climbs has rejected the ones before.
  const policy::Exit& answer = attempt.exits.back();
  results::RequestRecord& record = record_of(attempt);
  record.finish_s = kernel_.now();
  record.outcome = results::Outcome::Answered;
  record.answered_tier = static_cast<std::uint8_t>(attempt.standing.tier);
  record.exit_layer = static_cast<std::uint8_t>(answer.layer);
  record.prediction = static_cast<std::int16_t>(answer.prediction);
  record.correct = answer.prediction == samples_.gold[record.sample];
  if (decider_.learns()) {
    decider_.finished(slot, request_of(attempt, true), kernel_.now(), attempt.exits,
                      {&visit_of(attempt, 0), scenario_.tiers.size()});
  }
  OpenRequest& open = attempts_.request_of(attempt);
  // Before the others are withdrawn: they must find the request ended, or they would answer it again.
  open.ended = true;
  if (open.under_way > 1) {
    withdraw_others(attempt.owner, slot);
  }
  close(slot);
}

/// An attempt is over. The run lasts as long as there are any.
void Simulation::close(std::uint32_t slot) {
  const bool is_last = attempts_.close(slot);
  // Not the kernel's last date: a controller's tick may come later, and must not lengthen the run.
  result_.end_s = kernel_.now();
  if (is_last && input_.progress != nullptr) {
    input_.progress->fetch_add(1, std::memory_order_relaxed);
  }
}

/// Ends what is under way for a request, but for one slot (kNone: for none).
void Simulation::withdraw_others(std::uint32_t request, std::uint32_t slot) {
  std::uint32_t other = attempts_.request(request).first;
  while (other != kNone) {
    const std::uint32_t next = attempts_[other].next;  // before a withdrawal closes this one
    if (other != slot) {
      withdraw(other);
    }
    other = next;
  }
}

/// Takes an attempt out of its station. A message that is on its way cannot be called back: its attempt is
/// closed when it arrives.
void Simulation::withdraw(std::uint32_t slot) {
  Attempt& attempt = attempts_[slot];
  switch (attempt.stage) {
    case Stage::Sending:
    case Stage::Answering:
      return;
    case Stage::Queued:
      stations_.withdraw(attempt.station, slot, kernel_.now());
      break;
    case Stage::Serving: {
      const std::uint32_t service = attempt.service;
      charge(service, services_.settle(service, kernel_.now()));
      leave_station(slot, false);
      break;
    }
    case Stage::Deciding:
      break;
  }
  close(slot);
}

bool Simulation::end_request(std::uint64_t number, results::Outcome outcome) {
  // A request that is still open may have its outcome: a late answer is on its way. It keeps that outcome.
  const std::uint32_t request = attempts_.find(static_cast<std::uint32_t>(number));
  if (request == kNone || attempts_.request(request).ended) {
    return false;
  }
  results::RequestRecord& record = result_.requests[number];
  record.finish_s = kernel_.now();
  record.outcome = outcome;
  attempts_.request(request).ended = true;
  withdraw_others(request, kNone);
  return true;
}

void Simulation::attach(std::uint32_t device, const platform::Attachment& attachment) {
  radios_.settle(device, kernel_.now());  // by the radio that it had so far
  topology_.attach(device, attachment);
}

void Simulation::expect_tick(std::uint32_t controller, double date_s) {
  if (std::isfinite(date_s)) {
    kernel_.at(date_s, token_of<EventToken::Kind::Tick>(controller), kAfterRequests + controller);
  }
}

void Simulation::on_tick(std::uint32_t controller) {
  // A controller that would tick for ever must not keep a run alive in which nothing happens any more.
  if (coming_ || attempts_.open_count() > 0) {
    expect_tick(controller, input_.controllers[controller]->tick(*this));
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
          .link_capacities = transport_.capacities(),
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
  // Bursts were noted as they ended. Results list them by request, so that the order of events at one date
  // does not show.
  std::sort(result_.bursts.begin(), result_.bursts.end(),
            [](const results::Burst& a, const results::Burst& b) {
              return std::tie(a.request, a.begin_s) < std::tie(b.request, b.begin_s);
            });
  return std::move(result_);
}

}  // namespace dimsim::engine
