#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::policy {

// Parameters in the scenario language: their declaration (Field), and their resolved values (Node). A Node is
// read once, by Entry::read, into the typed values of the policy.
using language::Field;
using language::Node;

/// Value of a parameter that the policy chooses itself, on the calibration split.
inline constexpr const char* kAuto = "auto";

/// Number of a parameter; empty for `auto`.
[[nodiscard]] std::optional<double> number_unless_auto(const Node& value);

/// Number of an optional parameter; empty if it is not given.
[[nodiscard]] std::optional<double> optional_number(const Node& parameters, const char* key);

/// Concatenates two lists of parameters.
[[nodiscard]] std::vector<Field> joined(std::vector<Field> first, const std::vector<Field>& second);

}  // namespace dimsim::policy
