#include "dimsim/cli/cartography_options.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/gnuplot.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cartography/label_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Which options are valid depends on the pool rule and on the kind of input. An option that would have no
// effect is an error, not ignored: a user who gives --mu without --pools reward believes that it changes the
// labels. So no option has a default in Boost: `contains` must say whether it was given.

namespace dimsim::cli {
namespace {

using cartography::InputKind;

constexpr std::array kCutOptions{"easy-confidence", "easy-variability", "hard-confidence"};
constexpr std::array kRewardOptions{"calibration", "exits", "offload", "layer-cost", "mu"};
constexpr const char* kRewardPools = "reward";

[[noreturn]] void refuse_cartography(const std::string& message, const std::string& hint = "") {
  throw InputError("dimsim cartography: " + message, hint);
}

/// The cut in an option. Parsing knows only the text, so the name of the option is added to its errors here.
cartography::Cut cut_option(const po::variables_map& arguments, const std::string& option) {
  try {
    return cartography::parse_cut(arguments[option].as<std::string>());
  } catch (const InputError& error) {
    const Diagnostic& first = error.diagnostics().front();
    throw InputError(fmt::format("--{}: {}", option, first.message), first.hint);
  }
}

/// Throws InputError for the first of these options that was given; `reason` follows its name.
template <std::size_t N>
void refuse_given(const po::variables_map& arguments, const std::array<const char*, N>& options,
                  const std::string& reason) {
  for (const char* option : options) {
    if (arguments.contains(option)) {
      refuse_cartography(fmt::format("--{} {}", option, reason));
    }
  }
}

/// The named cuts, with the individual cuts of other options applied on top.
cartography::Cuts chosen_cuts(const po::variables_map& arguments, const std::string& pools) {
  std::vector<std::string> names;
  cartography::Cuts cuts;
  for (const cartography::NamedCuts& named : cartography::standard_cuts()) {
    names.emplace_back(named.name);
    cuts = pools == named.name ? named.cuts : cuts;
  }
  names.emplace_back(kRewardPools);
  if (std::find(names.begin(), names.end(), pools) == names.end()) {
    const std::string hint = suggestion(pools, names);
    refuse_cartography(fmt::format("--pools {}: expected one of {}", quote(pools), fmt::join(names, ", ")),
                       hint);
  }
  // The paper defines the thirds, and the reward searches for its cuts: with a cut replaced, the result would
  // be something else under the same name.
  if (pools == kRewardPools || pools == "thirds") {
    refuse_given(arguments, kCutOptions,
                 fmt::format("cannot be combined with --pools {}, which sets the cuts", pools));
    return cuts;
  }
  if (arguments.contains("easy-confidence")) {
    cuts.easy_confidence = cut_option(arguments, "easy-confidence");
  }
  if (arguments.contains("easy-variability")) {
    cuts.easy_variability = cut_option(arguments, "easy-variability");
  }
  if (arguments.contains("hard-confidence")) {
    cuts.hard_confidence = cut_option(arguments, "hard-confidence");
  }
  return cuts;
}

/// Parses a finite number of at least `low`; `expected` describes the allowed values in the message.
double parse_at_least(const std::string& option, std::string_view text, double low,
                      const std::string& expected) {
  const auto value = parse_number<double>(text);
  if (!value || !std::isfinite(*value) || *value < low) {
    refuse_cartography(fmt::format("--{} {}: expected {}", option, quote(text), expected));
  }
  return *value;
}

/// Three numbers, one per tier, as there is one tier per pool.
std::vector<double> parse_three(const po::variables_map& arguments, const std::string& option, double low,
                                const std::string& expected) {
  const std::string& text = arguments[option].as<std::string>();
  std::vector<double> values;
  for (const std::string& part : split_at_commas(text)) {
    values.push_back(parse_at_least(option, part, low, expected));
  }
  if (values.size() != cartography::kPools) {
    refuse_cartography(fmt::format("--{} {}: expected {}", option, quote(text), expected));
  }
  return values;
}

std::vector<int> exit_layers(const po::variables_map& arguments) {
  const std::string expected = "three exit layers in rising order, one per tier, such as 3,6,12";
  std::vector<int> layers;
  constexpr double kMost = 10'000;  // far beyond any model, and safe to convert to int
  for (const double value : parse_three(arguments, "exits", 1, expected)) {
    // Rising, since a request that moves up continues after the exit that it has passed.
    if (value > kMost || value != std::floor(value) || (!layers.empty() && value <= layers.back())) {
      refuse_cartography(
          fmt::format("--exits {}: expected {}", quote(arguments["exits"].as<std::string>()), expected));
    }
    layers.push_back(static_cast<int>(value));
  }
  return layers;
}

// The defaults are those of RewardOptions; only options that were given replace them.
cartography::RewardOptions reward_options(const po::variables_map& arguments) {
  cartography::RewardOptions options;
  if (arguments.contains("calibration")) {
    options.calibration = arguments["calibration"].as<std::string>();
  }
  if (arguments.contains("exits")) {
    options.exits = exit_layers(arguments);
  }
  if (arguments.contains("offload")) {
    const std::string expected = "three costs of at least 0, the first of them 0, such as 0,2,5";
    options.offload = parse_three(arguments, "offload", 0, expected);
    if (options.offload.front() != 0) {  // the request arrives at the first tier; nothing is sent there
      refuse_cartography(
          fmt::format("--offload {}: expected {}", quote(arguments["offload"].as<std::string>()), expected));
    }
  }
  if (arguments.contains("layer-cost")) {
    options.layer_cost = parse_at_least("layer-cost", arguments["layer-cost"].as<std::string>(), 0,
                                        "a cost of at least 0, such as 1");
  }
  if (arguments.contains("mu")) {
    options.mu =
        parse_at_least("mu", arguments["mu"].as<std::string>(), 0, "a weight of at least 0, such as 0.01");
  }
  return options;
}

cartography::LabelOptions label_options(const po::variables_map& arguments) {
  cartography::LabelOptions options;
  if (arguments.contains("pools")) {
    options.pools = arguments["pools"].as<std::string>();
  }
  options.cuts = chosen_cuts(arguments, options.pools);
  // These two keep the names of the original implementation's flags, so that its commands carry over.
  options.map.include_ci = arguments.contains("include-ci");
  if (arguments.contains("burn-out")) {
    const int epochs = arguments["burn-out"].as<int>();
    if (epochs < 1) {
      refuse_cartography(fmt::format("--burn-out {}: expected at least 1 epoch", epochs));
    }
    options.map.burn_out = epochs;
  }
  if (options.pools == kRewardPools) {
    options.reward = reward_options(arguments);
  } else {
    refuse_given(arguments, kRewardOptions, "requires --pools reward");
  }
  return options;
}

/// Throws InputError for options that the kind of the inputs does not support.
void check_kind(const po::variables_map& arguments, const CartographyRequest& request) {
  if (request.kind != InputKind::Trace && request.label.reward) {
    refuse_cartography(
        "--pools reward needs a trace (HDF5): the reward is computed from its embedding and exit logits");
  }
  if (request.kind == InputKind::Map) {
    refuse_given(arguments, std::array{"include-ci", "burn-out"},
                 "has no effect on map coordinates, which are already computed");
  }
  if (request.kind != InputKind::Dynamics) {
    refuse_given(arguments, std::array{"incomplete"}, "requires training dynamics (JSON Lines)");
  }
  if (request.kind != InputKind::Trace && request.output && !cartography::is_label_file(*request.output)) {
    refuse_cartography(fmt::format("-o {}: the extension does not name a format",
                                   quote(request.output->filename().string())),
                       "use the extension .csv or .jsonl");
  }
}

}  // namespace

po::options_description cartography_options() {
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option());
  add("plot", text_option());
  add("pools", text_option());
  add("easy-confidence", text_option());
  add("easy-variability", text_option());
  add("hard-confidence", text_option());
  add("include-ci", "");
  add("burn-out", po::value<int>());
  add("incomplete", "");
  add("calibration", text_option());
  add("exits", text_option());
  add("offload", text_option());
  add("layer-cost", text_option());
  add("mu", text_option());
  return options;
}

CartographyRequest cartography_request(const po::variables_map& arguments) {
  CartographyRequest request;
  for (const std::string& input : arguments["DYNAMICS…"].as<std::vector<std::string>>()) {
    request.inputs.emplace_back(input);
  }
  request.label = label_options(arguments);
  request.allow_incomplete = arguments.contains("incomplete");
  if (arguments.contains("output")) {
    request.output = arguments["output"].as<std::string>();
  }
  if (arguments.contains("plot")) {
    request.plot = arguments["plot"].as<std::string>();
    static_cast<void>(
        figure_format(*request.plot, "--plot", true));  // only for its errors; used when drawing
  }
  // Last, since it opens the inputs: errors of options alone show first, whatever the files are.
  request.kind = cartography::kind_of(request.inputs);
  check_kind(arguments, request);
  return request;
}

}  // namespace dimsim::cli
