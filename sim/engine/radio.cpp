#include "dimsim/engine/radio.hpp"

#include <algorithm>

namespace dimsim::engine {

namespace {

bool has_states(const scenario::Radio& radio) {
  return radio.active_w > 0 || radio.promotion_s > 0 || radio.tail_s > 0 || radio.sleep_w > 0;
}

}  // namespace

Radios::Radios(const scenario::Scenario& scenario, const platform::Topology& topology,
               std::vector<results::RequestRecord>& requests)
    : topology_(topology), requests_(requests), sleep_j_(scenario.tiers.front().hosts.size(), 0) {
  // Most scenarios have no radio with states: then there is no table, and messages pass the radios by. All
  // access links count, also those that no device uses yet: one may be attached to it later.
  const std::vector<scenario::Link>& accesses = topology.accesses();
  if (scenario.tiers.size() > 1 &&
      std::any_of(accesses.begin(), accesses.end(),
                  [](const scenario::Link& access) { return has_states(access.radio); })) {
    states_.resize(topology.devices().size());
  }
}

/// Active power up to now, in equal parts.
void Radios::account_active(State& state, const scenario::Radio& radio, double now) {
  if (now <= state.accounted_s) {
    return;  // still being promoted
  }
  // The integral is kept twice, in total and as shares of requests; conservation compares the two.
  const double joules = radio.active_w * (now - state.accounted_s);
  for (const std::uint64_t request : state.on_link) {
    charge(request, joules / static_cast<double>(state.on_link.size()));
  }
  awake_.active_j += joules;
  state.accounted_s = now;
}

/// Tail and sleep up to now.
void Radios::account_idle(State& state, std::uint32_t device, double now) {
  const double tail_until_s =
      std::clamp(now, state.accounted_s, std::max(state.accounted_s, state.tail_end_s));
  if (tail_until_s > state.accounted_s) {
    const double joules = radio(device).tail_w * (tail_until_s - state.accounted_s);
    charge(state.tail_owner, joules);
    awake_.tail_j += joules;
  }
  sleep_j_[topology_.devices()[device].group] += radio(device).sleep_w * (now - tail_until_s);
  state.accounted_s = now;
}

double Radios::begin(std::uint32_t device, std::uint64_t request, double now) {
  State& state = states_[device];
  const scenario::Radio& of = radio(device);
  if (!state.on_link.empty()) {
    account_active(state, of, now);
  } else {
    const bool asleep = now >= state.tail_end_s;
    account_idle(state, device, now);
    // A message in the tail finds the radio awake; one that arrives while it is being promoted waits for the
    // rest of the promotion, which is why ready_s outlives this call.
    state.ready_s = asleep ? now + of.promotion_s : now;
    if (asleep) {
      charge(request, of.promotion_w * of.promotion_s);
      awake_.promotion_j += of.promotion_w * of.promotion_s;
      state.accounted_s = state.ready_s;
    }
  }
  state.on_link.push_back(request);
  return std::max(0.0, state.ready_s - now);
}

void Radios::end(std::uint32_t device, std::uint64_t request, double now) {
  State& state = states_[device];
  account_active(state, radio(device), now);
  // One entry, not all of that number: a request may have an upload and an answer on the link at once.
  state.on_link.erase(std::find(state.on_link.begin(), state.on_link.end(), request));
  if (state.on_link.empty()) {
    state.tail_end_s = now + radio(device).tail_s;
    state.tail_owner = request;
  }
}

void Radios::settle(std::uint32_t device, double now) {
  if (states_.empty()) {
    return;
  }
  State& state = states_[device];
  if (state.on_link.empty()) {
    account_idle(state, device, now);
  } else {
    account_active(state, radio(device), now);
  }
}

void Radios::close(double now) {
  for (std::uint32_t device = 0; device < states_.size(); ++device) {
    account_idle(states_[device], device, now);
  }
}

}  // namespace dimsim::engine
