#pragma once

#include "dimsim/plan/load.hpp"

#include <string>

#include <fmt/format.h>

/// Entries of the shipped catalogue, bound to the types of the simulation.
namespace dimsim {

inline scenario::Scenario scenario_with(const std::string& model, const std::string& device) {
  return plan::load_text(
      fmt::format(
          "{{name: entry, workload: {{trace: none.h5, rate: 1 /s, requests: 1}}, model: {}, policies: "
          "[all-mobile],"
          " deployment: {{tiers: [{{name: mobile, layers: '1', hosts: [{{device: {}}}]}}]}}}}",
          model, device),
      "entry.yaml");
}

inline model::Variant catalogue_model(const std::string& name) {
  return scenario_with(name, "pixel-4").model;
}

/// `precision` "" means the device's default.
inline model::Device catalogue_device(const std::string& name, const std::string& precision = "") {
  const std::string host = precision.empty() ? name : fmt::format("{}, precision: {}", name, precision);
  return scenario_with("bert-base", host).tiers[0].hosts[0].device;
}

}  // namespace dimsim
