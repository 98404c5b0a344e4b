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
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

constexpr int kLargest = 1'000'000;
constexpr double kMostSeconds = 86400;

[[noreturn]] void refuse(const std::string& option, const std::string& text, const std::string& expected) {
  throw InputError(fmt::format("dimsim profile --{} {}: expected {}", option, quote(text), expected));
}

int count(const std::string& option, const std::string& text, const std::string& expected) {
  const auto value = parse_number<int>(text);
  if (!value || *value < 1 || *value > kLargest) {
    refuse(option, text, expected);
  }
  return *value;
}

/// "16,32,64", made strictly rising.
std::vector<int> counts(const po::variables_map& arguments, const std::string& option) {
  const std::string& text = arguments[option].as<std::string>();
  std::vector<int> values;
  for (const std::string& part : split_at_commas(text)) {
    values.push_back(
        count(option, part, fmt::format("whole numbers from 1 to {}, such as 16,32,64", kLargest)));
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

/// "2%" or "2 %".
double share(const po::variables_map& arguments, const std::string& option) {
  const std::string& text = arguments[option].as<std::string>();
  std::string digits = text;
  const bool has_sign = digits.ends_with('%');
  digits.resize(has_sign ? digits.find_last_not_of(" %") + 1 : digits.size());
  const auto value = parse_number<double>(digits);
  if (!has_sign || !value || !(*value > 0) || *value > 100) {
    refuse(option, text, "a percentage above 0 and up to 100, such as 2%");
  }
  return *value / 100;
}

double seconds(const po::variables_map& arguments, const std::string& option) {
  const std::string& text = arguments[option].as<std::string>();
  const auto value = parse_number<double>(text);
  if (!value || !(*value >= 0) || *value > kMostSeconds) {
    refuse(option, text, "a number of seconds, such as 10");
  }
  return *value;
}

std::optional<double> quantity(const po::variables_map& arguments, const std::string& option,
                               Dimension dimension, bool may_be_zero) {
  if (!arguments.contains(option)) {
    return std::nullopt;
  }
  const std::string& text = arguments[option].as<std::string>();
  try {
    const double value = parse_quantity(text, dimension);
    if (value < 0 || (value == 0 && !may_be_zero)) {
      refuse(option, text,
             fmt::format("{}, {} 0", dimsim::describe(dimension), may_be_zero ? "from" : "above"));
    }
    return value;
  } catch (const InputError& error) {
    const Diagnostic& first = error.diagnostics().front();
    const bool is_ours = first.message.starts_with("dimsim profile");
    throw is_ours ? error
                  : InputError(fmt::format("dimsim profile --{}: {}", option, first.message), first.hint);
  }
}

int thread_count(const po::variables_map& arguments) {
  const std::string& text = arguments["threads"].as<std::string>();
  const int threads = count("threads", text, "a whole number from 1 on");
  if (threads > profile::most_threads()) {
    throw InputError(
        fmt::format("dimsim profile --threads {}: {}", threads,
                    profile::most_threads() == 1
                        ? "there is one processor here, or dimsim was built without OpenMP"
                        : fmt::format("this machine has {} processors", profile::most_threads())),
        fmt::format("give at most {}", profile::most_threads()));
  }
  return threads;
}

/// "AVX-512" is chosen by "avx-512" too.
std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

const profile::Kernels* kernels(const po::variables_map& arguments) {
  const auto& available = profile::available_kernels();
  if (!arguments.contains("instructions")) {
    return available.back();
  }
  const std::string& wanted = arguments["instructions"].as<std::string>();
  std::vector<std::string> names;
  for (const profile::Kernels* each : available) {
    names.push_back(lower(each->name));
    if (names.back() == lower(wanted)) {
      return each;
    }
  }
  throw InputError(
      fmt::format("dimsim profile --instructions {}: this processor has no such set, or dimsim no such code",
                  quote(wanted)),
      "known here: " + enumerate(names));
}

}  // namespace

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
  request.tokens = counts(arguments, "tokens");
  request.batch = counts(arguments, "batch");
  request.threads = thread_count(arguments);
  request.kernels = kernels(arguments);
  request.rule = {.half_width = share(arguments, "precision"),
                  .max_seconds = seconds(arguments, "max-seconds")};
  return request;
}

profile::Fixed fixed_parameters(const po::variables_map& arguments) {
  profile::Fixed fixed;
  fixed.overhead_s = quantity(arguments, "overhead", Dimension::Time, true);
  fixed.layer_overhead_s = quantity(arguments, "layer-overhead", Dimension::Time, true);
  fixed.flops_per_s = quantity(arguments, "rate", Dimension::Compute, false);
  if (arguments.contains("memory-bandwidth") && arguments["memory-bandwidth"].as<std::string>() == "none") {
    fixed.memory_bytes_per_s = std::numeric_limits<double>::infinity();
  } else {
    fixed.memory_bytes_per_s = quantity(arguments, "memory-bandwidth", Dimension::Bandwidth, false);
  }
  return fixed;
}

profile::Power given_power(const po::variables_map& arguments) {
  const profile::Power power{.idle_w = quantity(arguments, "idle-power", Dimension::Power, true),
                             .load_w = quantity(arguments, "load-power", Dimension::Power, true)};
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
  refuse("only", wanted, "fp32, fp16 or int8");
}

model::Variant catalogue_model(const std::string& name) {
  const catalogue::Catalogue catalogue(catalogue::Catalogue::default_root());
  return catalogue::bind_model(catalogue::read_entry(catalogue, "models", name).fields, name);
}

profile::Models catalogue_models() {
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
                     "measure this machine by --model NAME, or fit measured rows by --fit FILE");
  }
  constexpr std::array<const char*, 7> kOfMeasuring{"model",     "tokens",      "batch",       "threads",
                                                    "precision", "max-seconds", "instructions"};
  constexpr std::array<const char*, 2> kOfFitting{"device", "only"};
  const auto refuse_all = [&](const auto& names, const char* other) {
    for (const char* name : names) {
      if (arguments.contains(name) && !arguments[name].defaulted()) {
        throw InputError(fmt::format("dimsim profile: --{} does not go with --{}", name, other));
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
