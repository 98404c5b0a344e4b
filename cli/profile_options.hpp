#pragma once

#include "dimsim/cli/arguments.hpp"
#include "dimsim/profile/fit.hpp"
#include "dimsim/profile/kernels.hpp"
#include "dimsim/profile/machine.hpp"
#include "dimsim/profile/measure.hpp"
#include "dimsim/profile/measurements.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// All options of `dimsim profile`.
[[nodiscard]] po::options_description profile_options();

/// What to measure on this machine.
struct MeasureRequest {
  std::vector<std::string> models;
  std::vector<int> tokens;  ///< strictly rising
  std::vector<int> batch;   ///< strictly rising
  int threads = 1;
  const profile::Kernels* kernels = nullptr;
  profile::StoppingRule rule;
};

/// Convert and check the options. Throw InputError naming the option.
[[nodiscard]] MeasureRequest measure_request(const po::variables_map& arguments);
[[nodiscard]] profile::Fixed fixed_parameters(const po::variables_map& arguments);
[[nodiscard]] std::vector<model::Precision> wanted_precisions(const po::variables_map& arguments);
[[nodiscard]] profile::Power given_power(const po::variables_map& arguments);

/// The models of the catalogue, which tables of measurements refer to by name.
[[nodiscard]] profile::Models catalogue_models();
/// A model of the catalogue. Throws InputError suggesting the nearest names.
[[nodiscard]] model::Variant catalogue_model(const std::string& name);

/// Throws InputError if options of measuring and of fitting are mixed.
void refuse_mixed_options(const po::variables_map& arguments);

}  // namespace dimsim::cli
