#include "dimsim/cli/profile_options.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/bind.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/language/units.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

#include <fmt/format.h>

// Most options are declared as text although they are numbers. Boost would parse them, but its message ("the
// argument for option '--tokens' is invalid") says neither what was expected nor which units exist.

namespace dimsim::cli {

namespace {

constexpr int kLargestCount = 1'000'000;  // no transformer takes more; guards against typing errors
constexpr double kMostSeconds = 86400;    // a day

[[noreturn]] void refuse_profile(const std::string& option, const std::string& text,
                                 const std::string& expected) {
  throw InputError(fmt::format("dimsim profile --{} {}: expected {}", option, quote(text), expected));
}

int parse_count(const std::string& option, const std::string& text, const std::string& expected) {
  const auto value = parse_number<int>(text);
  if (!value || *value < 1 || *value > kLargestCount) {
    refuse_profile(option, text, expected);
  }
  return *value;
}

/// Counts such as "16,32,64", sorted and without duplicates.
std::vector<int> count_list(const po::variables_map& arguments, const std::string& option) {
  const std::string& text = arguments[option].as<std::string>();
  std::vector<int> values;
  for (const std::string& part : split_at_commas(text)) {
    values.push_back(parse_count(option, part,
                                 fmt::format("whole numbers from 1 to {}, such as 16,32,64", kLargestCount)));
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

/// A share written as "2%" or "2 %". The sign is required: whether 0.02 or 2 means two percent would be a
/// guess.
double share_option(const po::variables_map& arguments, const std::string& option) {
  const std::string& text = arguments[option].as<std::string>();
  std::string digits = text;
  const bool has_sign = digits.ends_with('%');
  digits.resize(has_sign ? digits.find_last_not_of(" %") + 1 : digits.size());
  const auto value = parse_number<double>(digits);
  if (!has_sign || !value || !(*value > 0) || *value > 100) {
    refuse_profile(option, text, "a percentage above 0 and up to 100, such as 2%");
  }
  return *value / 100;
}

double seconds_option(const po::variables_map& arguments, const std::string& option) {
  const std::string& text = arguments[option].as<std::string>();
  const auto value = parse_number<double>(text);
  if (!value || !(*value >= 0) || *value > kMostSeconds) {
    refuse_profile(option, text, "a number of seconds, such as 10");
  }
  return *value;
}

std::optional<double> quantity_option(const po::variables_map& arguments, const std::string& option,
                                      Dimension dimension, bool may_be_zero) {
  if (!arguments.contains(option)) {
    return std::nullopt;
  }
  const std::string& text = arguments[option].as<std::string>();
  try {
    const double value = parse_quantity(text, dimension);
    if (value < 0 || (value == 0 && !may_be_zero)) {
      refuse_profile(option, text,
                     fmt::format("{}, {} 0", dimsim::describe(dimension), may_be_zero ? "from" : "above"));
    }
    return value;
  } catch (const InputError& error) {
    // Errors of refuse_profile() above already name the option; those of the parser do not.
    const Diagnostic& first = error.diagnostics().front();
    const bool is_ours = first.message.starts_with("dimsim profile");
    throw is_ours ? error
                  : InputError(fmt::format("dimsim profile --{}: {}", option, first.message), first.hint);
  }
}

int thread_count(const po::variables_map& arguments) {
  const std::string& text = arguments["threads"].as<std::string>();
  const int threads = parse_count("threads", text, "a whole number of at least 1");
  if (threads > profile::most_threads()) {  // they would only wait for each other
    throw InputError(
        fmt::format(
            "dimsim profile --threads {}: {}", threads,
            profile::most_threads() == 1
                ? "only one is available: this machine has one processor, or dimsim was built without OpenMP"
                : fmt::format("this machine has {} processors", profile::most_threads())),
        fmt::format("use at most {}", profile::most_threads()));
  }
  return threads;
}

/// Makes names of instruction sets comparable: "avx-512" selects "AVX-512".
std::string lowercase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// A lower set can be chosen to estimate a processor that lacks the higher ones.
const profile::Kernels* kernels_option(const po::variables_map& arguments) {
  const auto& available = profile::available_kernels();
  if (!arguments.contains("instructions")) {
    return available.back();  // they are sorted by rising capability
  }
  const std::string& wanted = arguments["instructions"].as<std::string>();
  std::vector<std::string> names;
  for (const profile::Kernels* each : available) {
    names.push_back(lowercase(each->name));
    if (names.back() == lowercase(wanted)) {
      return each;
    }
  }
  throw InputError(
      fmt::format("dimsim profile --instructions {}: not supported by this processor or by dimsim",
                  quote(wanted)),
      "available: " + enumerate(names));
}

}  // namespace

// The second argument of default_value() is the text that Boost would print; it is empty, since the help page
// states the defaults.
po::options_description profile_options() {
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option());
  add("model", text_option());
  add("tokens", text_option()->default_value("16,32,64,128,256", ""));
  add("batch", text_option()->default_value("1", ""));
  add("threads", text_option()->default_value("1", ""));
  add("precision", text_option()->default_value("2%", ""));
  add("max-seconds", text_option()->default_value("10", ""));
  add("instructions", text_option());
  add("fit", text_option());
  add("device", text_option());
  add("only", text_option());
  add("overhead", text_option());
  add("layer-overhead", text_option());
  add("rate", text_option());
  add("memory-bandwidth", text_option());
  add("idle-power", text_option());
  add("load-power", text_option());
  return options;
}

MeasureRequest measure_request(const po::variables_map& arguments) {
  MeasureRequest request;
  request.models = split_at_commas(arguments["model"].as<std::string>());
  request.tokens = count_list(arguments, "tokens");
  request.batch = count_list(arguments, "batch");
  request.threads = thread_count(arguments);
  request.kernels = kernels_option(arguments);
  request.rule = {.half_width = share_option(arguments, "precision"),
                  .max_seconds = seconds_option(arguments, "max-seconds")};
  return request;
}

profile::Fixed fixed_parameters(const po::variables_map& arguments) {
  profile::Fixed fixed;
  fixed.overhead_s = quantity_option(arguments, "overhead", Dimension::Time, true);
  fixed.layer_overhead_s = quantity_option(arguments, "layer-overhead", Dimension::Time, true);
  fixed.flops_per_s = quantity_option(arguments, "rate", Dimension::Compute, false);
  if (arguments.contains("memory-bandwidth") && arguments["memory-bandwidth"].as<std::string>() == "none") {
    // Infinity, and not an absent value, which would mean that the bandwidth is fitted.
    fixed.memory_bytes_per_s = std::numeric_limits<double>::infinity();
  } else {  // 0 is refused rather than taken for "none": it would make every inference infinitely slow
    fixed.memory_bytes_per_s = quantity_option(arguments, "memory-bandwidth", Dimension::Bandwidth, false);
  }
  return fixed;
}

profile::Power given_power(const po::variables_map& arguments) {
  const profile::Power power{.idle_w = quantity_option(arguments, "idle-power", Dimension::Power, true),
                             .load_w = quantity_option(arguments, "load-power", Dimension::Power, true)};
  if (power.idle_w && power.load_w && *power.load_w < *power.idle_w) {
    throw InputError("dimsim profile: --load-power is below --idle-power");
  }
  return power;
}

std::vector<model::Precision> wanted_precisions(const po::variables_map& arguments) {
  if (!arguments.contains("only")) {
    return {model::Precision::Fp32, model::Precision::Fp16, model::Precision::Int8};
  }
  const std::string& wanted = arguments["only"].as<std::string>();
  if (const std::optional<model::Precision> precision = model::find_precision(wanted)) {
    return {*precision};
  }
  refuse_profile("only", wanted, "fp32, fp16 or int8");
}

model::Variant catalogue_model(const std::string& name) {
  const catalogue::Catalogue catalogue(catalogue::Catalogue::default_root());
  return catalogue::bind_model(catalogue::read_entry(catalogue, "models", name).fields, name);
}

profile::Models catalogue_models() {
  // Entries are read only when a row names them, so that a faulty model elsewhere does not prevent a fit.
  profile::Models models;
  models.names = catalogue::Catalogue(catalogue::Catalogue::default_root()).names("models");
  models.find = [names = models.names](const std::string& name) -> std::optional<model::Variant> {
    const bool is_known = std::find(names.begin(), names.end(), name) != names.end();
    return is_known ? std::optional(catalogue_model(name)) : std::nullopt;
  };
  return models;
}

void refuse_mixed_options(const po::variables_map& arguments) {
  const bool is_fit = arguments.contains("fit");
  if (!is_fit && !arguments.contains("model")) {
    throw InputError("dimsim profile: nothing to do",
                     "measure this machine with --model NAME, or fit measured rows with --fit FILE");
  }
  constexpr std::array<const char*, 7> kOfMeasuring{"model",     "tokens",      "batch",       "threads",
                                                    "precision", "max-seconds", "instructions"};
  constexpr std::array<const char*, 2> kOfFitting{"device", "only"};
  // Defaulted options count as not given, since the user did not write them.
  const auto refuse_all = [&](const auto& names, const char* other) {
    for (const char* name : names) {
      if (arguments.contains(name) && !arguments[name].defaulted()) {
        throw InputError(fmt::format("dimsim profile: --{} cannot be combined with --{}", name, other));
      }
    }
  };
  if (is_fit) {
    refuse_all(kOfMeasuring, "fit");
  } else {
    refuse_all(kOfFitting, "model");
  }
}

}  // namespace dimsim::cli
