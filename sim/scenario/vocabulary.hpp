#pragma once

#include "dimsim/language/type.hpp"
#include "dimsim/policy/policy.hpp"

#include <string>

namespace dimsim::scenario {

/// The whole scenario language.
[[nodiscard]] const Type& scenario_type();

/// A catalogue entry of a kind ("devices", "links", "models"), as its file holds it.
[[nodiscard]] const Type& entry_type(const std::string& kind);

/// An element of `policies` in its long form: policy, label and the parameters of this policy.
[[nodiscard]] Type policy_type(const policy::Entry& entry);

}  // namespace dimsim::scenario
