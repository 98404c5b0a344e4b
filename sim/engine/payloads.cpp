#include "dimsim/engine/payloads.hpp"

#include <cmath>

namespace dimsim::engine {

double hidden_state_bytes(const scenario::Scenario& scenario, int tokens) {
  return model::hidden_state_bytes(scenario.model, model::computed_tokens(scenario.model, tokens),
                                   scenario.network.transport.activation_element_bytes);
}

std::uint64_t request_payload(const scenario::Scenario& scenario, double carried_bytes) {
  return static_cast<std::uint64_t>(std::ceil(carried_bytes + scenario.network.transport.request_bytes));
}

std::uint64_t answer_payload(const scenario::Scenario& scenario) {
  return static_cast<std::uint64_t>(std::ceil(scenario.network.transport.answer_bytes));
}

}  // namespace dimsim::engine
