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

/// What was asked for.
struct CartographyRequest {
  std::vector<std::filesystem::path> inputs;
  cartography::InputKind kind = cartography::InputKind::Trace;
  cartography::LabelOptions label;
  bool allow_incomplete = false;
  std::optional<std::filesystem::path> output;
  std::optional<std::filesystem::path> plot;
};

/// The options as values, with the kind of the inputs. Throws InputError, which names the option: one that
/// cannot be read, or does not go with another one or with the kind of the inputs.
[[nodiscard]] CartographyRequest cartography_request(const po::variables_map& arguments);

}  // namespace dimsim::cli
