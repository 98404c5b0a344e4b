#pragma once

#include "dimsim/policy/policy.hpp"
#include "dimsim/policy/read_parameters.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::policy {

/// Creates a policy from the typed values that it holds.
struct Creator {
  Parameters::Create create;
  bool tunes = false;  ///< with these values the policy tunes itself on the calibration split
};

/// Creates Made(values, fleet).
template <class Made, class Values>
[[nodiscard]] Creator creates(Values values, bool tunes = false) {
  return {.create = [values = std::move(values)](const Fleet& fleet) -> std::unique_ptr<Policy> {
            return std::make_unique<Made>(values, fleet);
          },
          .tunes = tunes};
}

/// Creates Made(fleet), a policy without parameters.
template <class Made>
[[nodiscard]] Creator creates() {
  return {
      .create = [](const Fleet& fleet) -> std::unique_ptr<Policy> { return std::make_unique<Made>(fleet); }};
}

/// A policy in the registry and in the scenario language.
struct Entry {
  std::string name;
  std::string summary;  ///< one line
  std::string rule;     ///< the decision rule, in full
  std::string source;   ///< paper, section; or "baseline"
  std::vector<Field> parameters;
  Needs needs = {};       ///< with any parameters
  bool may_tune = false;  ///< needs calibration with some parameters; Creator::tunes says whether with these
  /// Reads the parameters, which have been checked against `parameters`, into typed values. Throws InputError
  /// with the parameter's place for values that exclude each other.
  std::function<Creator(const Node& parameters)> read;

  /// The typed parameters of a policy of a scenario. Throws as `read` does.
  [[nodiscard]] std::shared_ptr<const Parameters> bind(const Node& parameters_of_policy) const;
};

}  // namespace dimsim::policy
