#include "dimsim/engine/decider.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/scenario/fleet.hpp"

#include <fmt/format.h>

namespace dimsim::engine {
namespace {

const policy::Parameters& parameters_of(const RunInput& input) {
  if (input.policy.parameters == nullptr) {
    throw InvariantError(
        fmt::format("policy '{}' reached the engine without its parameters", input.policy.label));
  }
  return *input.policy.parameters;
}

/// The split that a policy tunes itself on; nothing for one that does not.
const trace::Split* calibration_of(const RunInput& input, const policy::Needs& needs) {
  if (!needs.calibration) {
    return nullptr;
  }
  if (input.calibration == nullptr) {
    throw InvariantError(
        fmt::format("policy '{}' reached the engine without its calibration split", input.policy.label));
  }
  return input.calibration;
}

}  // namespace

Decider::Decider(const RunInput& input, const platform::Topology& topology, const policy::Forecast& forecast)
    : input_(input),
      samples_(input.samples),
      topology_(topology),
      fleet_(scenario::fleet_of(input.scenario, input.replication)) {
  const policy::Parameters& parameters = parameters_of(input);
  has_hindsight_ = parameters.needs().hindsight;
  // The order is part of the policy's contract: created, asked whether it learns, then told what it may know.
  policy_ = parameters.create(fleet_);
  learns_ = policy_->learns();
  policy_->begin({.devices = static_cast<std::uint32_t>(topology.devices().size()),
                  .classes = samples_.classes,
                  .forecast = forecast,
                  .calibration = calibration_of(input, parameters.needs()),
                  .hindsight = has_hindsight_ ? &samples_ : nullptr});
}

policy::Request Decider::describe(std::uint32_t number, std::uint64_t device_number,
                                  const results::RequestRecord& record, std::uint32_t device_load) const {
  policy::Request request;
  request.number = number;
  request.device = record.device;
  request.entity = topology_.devices()[record.device].entity;
  request.device_number = device_number;
  request.tokens = samples_.tokens[record.sample];
  request.text_bytes = samples_.text_bytes[record.sample];
  if (!samples_.complexity.empty()) {
    request.complexity = samples_.complexity[record.sample];
  }
  request.arrival_s = record.arrival_s;
  request.device_load = device_load;
  // The number of a sample identifies its answers in the trace; only an oracle may look them up.
  request.sample = has_hindsight_ ? record.sample : 0;
  return request;
}

policy::Action Decider::checked(const policy::Action& action, bool has_answer) const {
  if (action.kind == policy::Action::Kind::Answer && !has_answer) {
    throw InvariantError(fmt::format("policy '{}' answered before any exit", input_.policy.label));
  }
  return action;
}

policy::Action Decider::start(std::uint32_t slot, const policy::Request& request) {
  if (learns_) {
    if (slot >= stays_.size()) {
      stays_.resize(slot + 1);
    }
    // The slot may have belonged to another request: nothing of that one may be learned twice.
    stays_[slot].assign(fleet_.tiers.size(), {});
  }
  return checked(policy_->start(request), false);
}

policy::Action Decider::next(const policy::Request& request, const policy::Progress& progress) {
  return checked(policy_->next(request, progress), !progress.exits.empty());
}

void Decider::sent(std::uint32_t slot, std::uint32_t tier, double payload_bytes) {
  if (learns_) {
    stays_[slot][tier].payload_bytes = payload_bytes;
  }
}

void Decider::left(std::uint32_t slot, std::uint32_t tier, std::uint32_t load, std::uint32_t servers) {
  if (learns_) {
    stays_[slot][tier].load = load;
    stays_[slot][tier].servers = servers;
  }
}

void Decider::finished(std::uint32_t slot, const policy::Request& request, double now_s,
                       std::span<const policy::Exit> exits, std::span<const results::Visit> visits) {
  // The device learns from time stamps that the answer carries. What it could not measure, such as the
  // queue that others see, was noted at the time by left().
  std::vector<policy::Stay>& stays = stays_[slot];
  for (std::size_t tier = 0; tier < stays.size(); ++tier) {
    stays[tier].sent_s = visits[tier].sent_s;
    stays[tier].received_s = visits[tier].received_s;
    stays[tier].started_s = visits[tier].started_s;
    stays[tier].finished_s = visits[tier].finished_s;
  }
  policy_->feedback(request, {.finish_s = now_s, .exits = exits, .stays = stays});
}

policy::Report Decider::report(std::span<const std::uint32_t> sample_of_request) const {
  return policy_->report({.samples = samples_, .sample_of_request = sample_of_request});
}

}  // namespace dimsim::engine
