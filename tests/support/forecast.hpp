#pragma once

#include "dimsim/policy/forecast.hpp"
#include "dimsim/policy/policy.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

/// Forecasts and feedback for policies that learn delays, with numbers that are easy to add up.
namespace dimsim::policy {

/// Each layer takes the tier's `layer_s`, heads take no time; each uploaded byte takes `byte_s`, and each
/// direction adds `propagation_s`; the hidden state of a token has `hidden_bytes`. Computing and sending take
/// one watt each; bytes take no energy.
class PlainForecast : public Forecast {
 public:
  struct OfTier {
    double layer_s = 0;
    double propagation_s = 0;
  };

  explicit PlainForecast(std::vector<OfTier> tiers, double byte_s = 1e-4, double hidden_bytes = 100)
      : byte_s_(byte_s), hidden_bytes_(hidden_bytes), tiers_(std::move(tiers)) {}

  [[nodiscard]] double service_s(std::uint32_t /*device*/, const Leg& leg, int /*tokens*/) const override {
    return tiers_[leg.tier].layer_s * (leg.last_layer - leg.first_layer + 1);
  }
  [[nodiscard]] double upload_s(std::uint32_t /*device*/, std::size_t tier, double payload) const override {
    return tier == 0 ? 0 : tiers_[tier].propagation_s + byte_s_ * payload;
  }
  [[nodiscard]] double answer_s(std::uint32_t /*device*/, std::size_t tier) const override {
    return tiers_[tier].propagation_s;
  }
  [[nodiscard]] double propagation_s(std::uint32_t /*device*/, std::size_t tier) const override {
    return tiers_[tier].propagation_s;
  }
  [[nodiscard]] double hidden_state_bytes(int tokens) const override { return hidden_bytes_ * tokens; }
  [[nodiscard]] double wire_bytes(double payload) const override { return payload + 40; }
  [[nodiscard]] double compute_j(std::uint32_t /*device*/, double service_s) const override {
    return service_s;
  }
  [[nodiscard]] double upload_j(std::uint32_t /*device*/, double /*bytes*/,
                                double duration_s) const override {
    return duration_s;
  }
  [[nodiscard]] int device_servers(std::uint32_t /*device*/) const override { return 1; }

 private:
  double byte_s_;
  double hidden_bytes_;
  std::vector<OfTier> tiers_;
};

/// A request of `device` with the given arrival time, 10 tokens and 100 bytes.
inline Request request_at(double arrival_s, std::uint32_t device = 0, std::uint64_t number = 0) {
  Request result;
  result.number = number;
  result.device = device;
  result.tokens = 10;
  result.text_bytes = 100;
  result.arrival_s = arrival_s;
  return result;
}

/// A stay at one tier, entered from the device with the text of request_at().
inline Stay stay(double sent_s, double received_s, double started_s, double finished_s, std::uint32_t load,
                 std::uint32_t servers = 1) {
  return {sent_s, received_s, started_s, finished_s, load, servers, 100};
}

/// A sample described by its answers: a positive confidence means a right answer, a negative one a wrong
/// answer.
struct Graded {
  trace::Complexity complexity;
  std::vector<double> by_exit;
};

/// `copies` of each sample; two classes, class 1 is the gold label.
inline trace::Split graded_samples(const std::vector<Graded>& samples, int copies = 1) {
  trace::Split split;
  split.exits = static_cast<int>(samples.front().by_exit.size());
  split.classes = 2;
  for (int copy = 0; copy < copies; ++copy) {
    for (const Graded& sample : samples) {
      split.guid.push_back(static_cast<std::int64_t>(split.samples++));
      split.gold.push_back(1);
      split.tokens.push_back(10);
      split.text_bytes.push_back(100);
      split.complexity.push_back(sample.complexity);
      for (const double confidence : sample.by_exit) {
        const double p = std::abs(confidence);
        const auto score = static_cast<float>(std::log(p / (1 - p)));
        split.logits.push_back(confidence > 0 ? 0 : score);
        split.logits.push_back(confidence > 0 ? score : 0);
      }
    }
  }
  return split;
}

}  // namespace dimsim::policy
