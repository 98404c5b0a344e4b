#pragma once

#include "dimsim/scenario/scenario.hpp"

#include <cstdint>

/// Payloads of messages, before headers.
namespace dimsim::engine {

/// The hidden state of a text of so many tokens [B].
[[nodiscard]] double hidden_state_bytes(const scenario::Scenario& scenario, int tokens);

/// A request that carries so many bytes of text or hidden state, in whole bytes [B].
[[nodiscard]] std::uint64_t request_payload(const scenario::Scenario& scenario, double carried_bytes);

/// An answer, in whole bytes [B].
[[nodiscard]] std::uint64_t answer_payload(const scenario::Scenario& scenario);

}  // namespace dimsim::engine
