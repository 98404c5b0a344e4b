#include "dimsim/policy/read_parameters.hpp"

namespace dimsim::policy {

// `auto` becomes an empty value here, so that no policy compares texts later.
std::optional<double> number_unless_auto(const Node& value) {
  return value.string() == kAuto ? std::nullopt : std::optional(value.number());
}

std::optional<double> optional_number(const Node& parameters, const char* key) {
  const Node* value = parameters.find(key);
  return value != nullptr ? std::optional(value->number()) : std::nullopt;
}

std::vector<Field> joined(std::vector<Field> first, const std::vector<Field>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace dimsim::policy
