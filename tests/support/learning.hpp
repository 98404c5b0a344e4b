#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/policy/registry.hpp"
#include "dimsim/trace/trace.hpp"
#include "support/no_forecast.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// For tests of learning policies: samples with chosen confidences, and a run without time or network.
namespace dimsim::learning {

/// An exit's answer to a sample.
struct Answer {
  double confidence = 0;
  bool right = true;
};

/// Two classes, gold label 1, [samples][exits]. Logits are floats, so confidences are exact to 1e-7: its
/// derivative by the logit is at most 1/4, and the logits here are below 7.
inline trace::Split samples_of(const std::vector<std::vector<Answer>>& matrix) {
  trace::Split split;
  split.samples = matrix.size();
  split.exits = static_cast<int>(matrix.front().size());
  split.classes = 2;
  for (const std::vector<Answer>& sample : matrix) {
    split.guid.push_back(static_cast<std::int64_t>(split.guid.size()));
    split.gold.push_back(1);
    split.tokens.push_back(10);
    split.text_bytes.push_back(100);
    for (const Answer& exit : sample) {
      const auto logit = static_cast<float>(std::log(exit.confidence / (1 - exit.confidence)));
      split.logits.push_back(exit.right ? 0 : logit);
      split.logits.push_back(exit.right ? logit : 0);
    }
  }
  return split;
}

/// A policy's parameters, the ones not given at their defaults.
inline language::Node parameters_of(const std::string& policy,
                                    const std::vector<std::pair<std::string, std::string>>& given = {}) {
  const auto source = std::make_shared<const SourceText>(SourceText{"test.yaml", ""});
  language::Node parameters = language::Node::map({source, 7, 1});
  for (const language::Field& field : policy::find(policy)->parameters) {
    if (field.presence == language::Field::Presence::Default) {
      parameters.set(field.key, language::Node::scalar(field.default_text, {source, 7, 1}));
    }
  }
  for (const auto& [key, value] : given) {
    parameters.set(key, language::Node::scalar(value, {source, 8, 3}));
  }
  return parameters;
}

/// The same, typed.
inline std::shared_ptr<const policy::Parameters> bound(
    const std::string& policy, const std::vector<std::pair<std::string, std::string>>& given = {}) {
  return policy::find(policy)->bind(parameters_of(policy, given));
}

/// A device with the given exits, and a cloud that answers after `layers`.
inline policy::Fleet device_and_cloud(const std::vector<int>& exits, int layers) {
  policy::Fleet fleet;
  fleet.tiers.push_back({.name = "mobile", .first_layer = 1, .last_layer = exits.back(), .exits = exits});
  fleet.tiers.push_back({.name = "cloud", .first_layer = 1, .last_layer = layers, .exits = {layers}});
  fleet.seed = 1;
  return fleet;
}

/// Result of a run without time or network.
struct Played {
  std::vector<std::vector<policy::Exit>> exits;  ///< by request
  policy::Report report;
};

/// Runs requests with the given samples, assigned to the devices in turn. The feedback for an answer from a
/// tier above arrives after `delay` more decisions, that for an answer of the device at once.
inline Played play(policy::Policy& policy, const trace::Split& samples,
                   const std::vector<std::uint32_t>& sent, std::size_t delay = 0, std::uint32_t devices = 1) {
  const policy::NoForecast forecast;
  policy.begin({.devices = devices, .classes = samples.classes, .forecast = forecast});
  Played played;
  std::deque<policy::Request> in_flight;
  const auto give_feedback = [&](const policy::Request& request) {
    policy.feedback(request, {.finish_s = 0, .exits = played.exits[request.number], .stays = {}});
  };
  for (std::size_t number = 0; number < sent.size(); ++number) {
    policy::Request request;
    request.number = number;
    request.device = static_cast<std::uint32_t>(number % devices);
    request.entity = request.device;
    request.device_number = number / devices;
    std::vector<policy::Exit>& exits = played.exits.emplace_back();
    policy::Action action = policy.start(request);
    while (action.kind == policy::Action::Kind::Run) {
      exits.push_back({.tier = action.tier,
                       .layer = action.last_layer,
                       .prediction = samples.prediction(sent[number], action.last_layer),
                       .confidence = samples.confidence(sent[number], action.last_layer)});
      action = policy.next(request, {.tier = action.tier, .layer = action.last_layer, .exits = exits});
    }
    in_flight.push_back(request);
    if (exits.back().tier == 0) {
      in_flight.pop_back();
      give_feedback(request);
    }
    while (!in_flight.empty() && in_flight.front().number + delay <= number) {
      give_feedback(in_flight.front());
      in_flight.pop_front();
    }
  }
  played.report = policy.report({.samples = samples, .sample_of_request = sent});
  return played;
}

inline double figure(const policy::Report& report, const std::string& name) {
  for (const policy::Report::Figure& figure : report.figures) {
    if (figure.name == name) {
      return figure.value;
    }
  }
  return std::nan("");
}

inline std::vector<double> course(const policy::Report& report, const std::string& name) {
  for (const policy::Report::Course& course : report.courses) {
    if (course.name == name) {
      return course.values;
    }
  }
  return {};
}

}  // namespace dimsim::learning
