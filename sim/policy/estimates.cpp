#include "dimsim/policy/estimates.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/forecast.hpp"

#include <algorithm>
#include <cmath>

namespace dimsim::policy {
namespace {

// Exponential smoothing with decay: a measurement moves an estimate by `memory` of the error, and estimates
// return to nominal values with the time constant `forget`. Without the decay a tier that was slow once would
// never be tried again, so that no measurement could correct the estimate.

/// Messages that take less than this over idle links reveal fixed delays, longer ones bandwidth [s].
constexpr double kShortMessage_s = 0.1;

// A request that has not run anywhere yet is on its device.
bool is_device(std::uint32_t tier) { return tier == kNowhere || tier == 0; }

/// Time until a server is free for a request behind `load` others with the given service time [s]: load −
/// servers + 1 services must end first, and the servers end them in parallel.
double queue_s(double load, double servers, double service_s) {
  return std::max(0.0, load - servers + 1) / servers * service_s;
}

}  // namespace

std::vector<Field> smoothing_fields() {
  return {language::defaulted("memory", language::number(0, 1, false), "0.3",
                              "weight of a new measurement; the rest remains with the previous estimate"),
          language::defaulted("forget", language::quantity(Dimension::Time, 0, false), "5 s",
                              "time constant with which a measurement decays towards nominal links and "
                              "empty queues, so that a tier found slow is tried again")};
}

const std::string& estimates_rule() {
  static const std::string rule = prose(R"(
Predicted delay of a tier = uplink + wait + service + downlink, from the device's own measurements.
Service: profiles. Own queue: exact, max(0, load − servers + 1) / servers · service. Other queues: the
same with the load that the tier's last answers left behind and their mean service time, and at least
the time by which the oldest unanswered request is overdue. Uplink: a + b · nominal time; an answer with
the prediction error e changes a by m e s² / (s² + n²) and b by m e n / (s² + n²), where n is the
nominal time, s = 100 ms and m = `memory`. Downlink: nominal time + excess. A new measurement has the
weight `memory`, earlier ones the rest; with age t all decay by exp(-t / `forget`) towards a = 0, b = 1
and empty queues.
)");
  return rule;
}

Smoothing read_smoothing(const Node& parameters) {
  return {.memory = parameters.at("memory").number(),
          .forget_s = parameters.at("forget").quantity(Dimension::Time)};
}

void Estimates::begin(const Knowledge& knowledge) {
  forecast_ = &knowledge.forecast;
  of_tier_.assign(knowledge.devices * tiers_, {});
  in_flight_.assign(knowledge.devices, {});
}

double Estimates::remaining_weight(double seen_s, double now_s) const {
  // Answers may arrive in another order than their measurements were made; a weight must not exceed 1 then.
  return std::exp(-std::max(0.0, now_s - seen_s) / smoothing_.forget_s);
}

Estimates::Link Estimates::decayed(const Link& link, double now_s) const {
  const double left = remaining_weight(link.seen_s, now_s);
  return {.delay_s = left * link.delay_s, .slowness = 1 + left * (link.slowness - 1), .seen_s = now_s};
}

/// Nominal time of a message. Between two tiers it is the difference of their times from the device, but at
/// least the propagation: only paths from the device have nominal figures.
double Estimates::nominal_s(std::uint32_t device, std::uint32_t from, std::size_t to, double payload) const {
  const double whole_s = forecast_->upload_s(device, to, payload);
  if (is_device(from)) {
    return whole_s;
  }
  return std::max(whole_s - forecast_->upload_s(device, from, payload),
                  forecast_->propagation_s(device, to) - forecast_->propagation_s(device, from));
}

double Estimates::message_s(std::uint32_t device, std::uint32_t from, std::size_t to, double payload,
                            double now_s) const {
  if (to == 0) {
    return 0;
  }
  const bool direct = is_device(from);
  const Link link = decayed(direct ? of(device, to).direct : of(device, to).relayed, now_s);
  return std::max(0.0, link.delay_s + link.slowness * nominal_s(device, from, to, payload));
}

double Estimates::service_s(const Request& request, const Leg& leg) const {
  return forecast_->service_s(request.device, leg, request.tokens);
}

double Estimates::answer_s(std::uint32_t device, std::size_t tier, double now_s) const {
  const Seen& excess = of(device, tier).answer_excess;
  return forecast_->answer_s(device, tier) + remaining_weight(excess.seen_s, now_s) * excess.value_s;
}

/// How long the oldest unanswered request at a tier is overdue; requests are stored in the order of sending.
double Estimates::overdue_s(std::uint32_t device, std::size_t tier, double now_s) const {
  const std::vector<InFlight>& sent = in_flight_[device];
  const auto oldest =
      std::find_if(sent.begin(), sent.end(), [tier](const InFlight& each) { return each.tier == tier; });
  return oldest == sent.end() ? 0 : now_s - oldest->since_s - oldest->expected_s;
}

double Estimates::wait_s(const Request& request, std::size_t tier, double service_s, double now_s) const {
  if (tier == 0) {
    return queue_s(request.device_load, forecast_->device_servers(request.device), service_s);
  }
  const Seen& wait = of(request.device, tier).wait;
  return std::max(
      {0.0, remaining_weight(wait.seen_s, now_s) * wait.value_s, overdue_s(request.device, tier, now_s)});
}

double Estimates::delay_s(const Request& request, const Standing& from, const std::vector<Leg>& legs,
                          double now_s) const {
  double sum_s = 0;
  std::uint32_t at = from.tier;
  for (const Leg& leg : legs) {
    const double service = service_s(request, leg);
    if (at != leg.tier) {
      const double payload =
          leg.from_text() ? request.text_bytes : forecast_->hidden_state_bytes(request.tokens);
      sum_s += message_s(request.device, at, leg.tier, payload, now_s);
      sum_s += wait_s(request, leg.tier, service, now_s);
    }
    sum_s += service;
    at = leg.tier;
  }
  return sum_s + answer_s(request.device, legs.back().tier, now_s);
}

void Estimates::sent(const Request& request, std::size_t tier, double now_s, double delay_s) {
  // Without the predicted wait: a queue that grows unnoticed would otherwise be excused for as long as the
  // prediction was pessimistic.
  const double expected_s = delay_s - wait_s(request, tier, 0, now_s);
  in_flight_[request.device].push_back({request.number, tier, now_s, expected_s});
}

/// One measurement for two unknowns: the error is divided in proportion to the uncertainty of each, which is
/// kShortMessage_s for the delay and the nominal time itself for the slowness (normalised least mean
/// squares).
void Estimates::learn_link(Link& link, double nominal_s, double measured_s, double seen_s) const {
  link = decayed(link, std::max(seen_s, link.seen_s));
  const double error_s = measured_s - link.delay_s - link.slowness * nominal_s;
  const double variance = kShortMessage_s * kShortMessage_s + nominal_s * nominal_s;
  link.delay_s += smoothing_.memory * error_s * kShortMessage_s * kShortMessage_s / variance;
  link.slowness += smoothing_.memory * error_s * nominal_s / variance;
}

void Estimates::learn_value(Seen& seen, double measured_s, double seen_s) const {
  seen.value_s *= remaining_weight(seen.seen_s, seen_s);
  seen.value_s += smoothing_.memory * (measured_s - seen.value_s);
  seen.seen_s = std::max(seen.seen_s, seen_s);
}

void Estimates::learn_queue(OfTier& of_tier, const Stay& stay) const {
  const double service_s = stay.finished_s - stay.started_s;
  of_tier.service_s = of_tier.service_s > 0
                          ? of_tier.service_s + smoothing_.memory * (service_s - of_tier.service_s)
                          : service_s;
  learn_value(of_tier.wait, queue_s(stay.load, stay.servers, of_tier.service_s), stay.finished_s);
}

void Estimates::learn(const Request& request, const Feedback& feedback) {
  std::erase_if(in_flight_[request.device],
                [&](const InFlight& each) { return each.number == request.number; });
  // In order of the visits: each message is attributed to the link from the tier visited before.
  std::uint32_t from = kNowhere;
  for (std::uint32_t tier = 0; tier < tiers_; ++tier) {
    const Stay& stay = feedback.stays[tier];
    if (stay.received_s < 0) {
      continue;
    }
    OfTier& of_tier = of_tier_[request.device * tiers_ + tier];
    if (stay.payload_bytes) {
      learn_link(is_device(from) ? of_tier.direct : of_tier.relayed,
                 nominal_s(request.device, from, tier, *stay.payload_bytes), stay.received_s - stay.sent_s,
                 stay.received_s);
    }
    if (tier > 0) {
      learn_queue(of_tier, stay);
    }
    from = tier;
  }
  if (!is_device(from)) {
    learn_value(
        of_tier_[request.device * tiers_ + from].answer_excess,
        feedback.finish_s - feedback.stays[from].finished_s - forecast_->answer_s(request.device, from),
        feedback.finish_s);
  }
}

}  // namespace dimsim::policy
