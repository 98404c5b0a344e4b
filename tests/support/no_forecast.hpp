#pragma once

#include "dimsim/policy/forecast.hpp"

namespace dimsim::policy {

/// A forecast for policies that do not use it.
class NoForecast : public Forecast {
 public:
  [[nodiscard]] double service_s(std::uint32_t /*device*/, const Leg& /*leg*/,
                                 int /*tokens*/) const override {
    return 0;
  }
  [[nodiscard]] double upload_s(std::uint32_t /*device*/, std::size_t /*tier*/,
                                double /*payload*/) const override {
    return 0;
  }
  [[nodiscard]] double answer_s(std::uint32_t /*device*/, std::size_t /*tier*/) const override { return 0; }
  [[nodiscard]] double propagation_s(std::uint32_t /*device*/, std::size_t /*tier*/) const override {
    return 0;
  }
  [[nodiscard]] double hidden_state_bytes(int /*tokens*/) const override { return 0; }
  [[nodiscard]] double wire_bytes(double /*payload*/) const override { return 0; }
  [[nodiscard]] double compute_j(std::uint32_t /*device*/, double /*service_s*/) const override { return 0; }
  [[nodiscard]] double upload_j(std::uint32_t /*device*/, double /*bytes*/,
                                double /*duration_s*/) const override {
    return 0;
  }
  [[nodiscard]] int device_servers(std::uint32_t /*device*/) const override { return 1; }
};

}  // namespace dimsim::policy
