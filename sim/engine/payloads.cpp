#include "dimsim/engine/payloads.hpp"

#include <cmath>

namespace dimsim::engine {

double hidden_state_bytes(const scenario::Scenario& scenario, int tokens) {
  // The padded length, if the model has one: the hidden states of the padding are sent too.
  return model::hidden_state_bytes(scenario.model, model::computed_tokens(scenario.model, tokens),
                                   scenario.network.transport.activation_element_bytes);
}

std::uint64_t request_payload(const scenario::Scenario& scenario, double carried_bytes) {
  // Whole bytes on the wire; a fraction of a byte, from a mean size, takes a byte of its own.
  return static_cast<std::uint64_t>(std::ceil(carried_bytes + scenario.network.transport.request_bytes));
}

std::uint64_t answer_payload(const scenario::Scenario& scenario) {
  return static_cast<std::uint64_t>(std::ceil(scenario.network.transport.answer_bytes));
}

}  // namespace dimsim::engine
