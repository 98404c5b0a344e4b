#pragma once

#include "dimsim/cartography/label_trace.hpp"
#include "dimsim/cartography/sample_map.hpp"
#include "dimsim/cli/arguments.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace dimsim::cli {

/// All options of `dimsim cartography`.
[[nodiscard]] po::options_description cartography_options();

/// The checked options of `dimsim cartography`.
struct CartographyRequest {
  std::vector<std::filesystem::path> inputs;
  cartography::InputKind kind = cartography::InputKind::Trace;
  cartography::LabelOptions label;
  bool allow_incomplete = false;
  std::optional<std::filesystem::path> output;
  std::optional<std::filesystem::path> plot;
};

/// Converts and checks the options, and determines the kind of the inputs. Throws InputError naming an option
/// that is malformed or that cannot be combined with another option or with the kind of the inputs.
[[nodiscard]] CartographyRequest cartography_request(const po::variables_map& arguments);

}  // namespace dimsim::cli
