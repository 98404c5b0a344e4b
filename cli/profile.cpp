#include "dimsim/base/atomic_file.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/base/text_file.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/profile_options.hpp"
#include "dimsim/cli/text/profile_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/profile/machine.hpp"
#include "dimsim/profile/monotone.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>

#include <fmt/format.h>

// Measuring and fitting share everything but the origin of their rows: both fit the analytic model, print the
// deviations and write a device entry. A measurement takes minutes, so each table row is printed as soon as
// it is measured, and whatever can be checked (options, models, the output file) is checked before the first
// one.

namespace dimsim::cli {

namespace {

constexpr int kHeadClasses = 2;            ///< of the measured exit head; its time hardly depends on them
constexpr std::uint64_t kWeightsSeed = 1;  ///< of the random weights; their values do not affect the times

/// Throws RunError if the catalogue would reject the entry: a file that looks fine and fails in the user's
/// next scenario would be worse than none.
void check_is_readable(const std::string& text) {
  try {
    const catalogue::Catalogue catalogue(catalogue::Catalogue::default_root());
    static_cast<void>(catalogue::read_entry_text(catalogue, "devices", make_source("entry.yaml", text)));
  } catch (const InputError& error) {
    throw RunError(
        fmt::format("the entry was not written, because dimsim could not read it:\n{}", error.what()));
  }
}

/// The destination of the entry: a file, which is created before anything is measured, or stdout.
class EntryOutput {
 public:
  explicit EntryOutput(const po::variables_map& arguments) {
    if (arguments.contains("output")) {
      file_.emplace(arguments["output"].as<std::string>());
    }
  }

  void write(const profile::DeviceEntry& entry) {
    const std::string text = profile::to_yaml(entry);
    check_is_readable(text);
    if (!file_) {
      print("\n" + text);
      return;
    }
    std::ofstream stream(file_->temporary(), std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) {
      throw RunError(fmt::format("cannot write '{}'", file_->target().string()));
    }
    file_->commit();
    remark(fmt::format("Device entry: {}\n", file_->target().string()));
  }

 private:
  std::optional<AtomicFile> file_;
};

void check_positions(const model::Variant& variant, const std::vector<int>& tokens) {
  if (variant.positions > 0 && tokens.back() > variant.positions) {
    throw InputError(fmt::format("dimsim profile --tokens {}: {} supports at most {} tokens", tokens.back(),
                                 variant.name, variant.positions));
  }
}

/// Repeats measurements that fall with tokens or batch, and reports the corrections. Times that fall are
/// noise: more work cannot take less time, and the simulator relies on monotone tables.
void settle_times(profile::ModelTimes& times, const model::Variant& variant, profile::Encoder& encoder,
                  profile::StoppingRule rule) {
  constexpr double kMoreSeconds = 2;  // a repetition gets twice the time, since the first one was too noisy
  rule.min_repetitions = 6;           // the fewest repetitions with a 95 % interval of the median
  rule.max_seconds *= kMoreSeconds;
  profile::settle(times, [&](const profile::Shape& shape) {
    profile::PointTimes again = profile::measure(variant, encoder, shape, rule);
    print(times_line(again));
    return again;
  });
  const std::string corrections = profile::describe_corrections(profile::monotone_tables(times));
  if (!corrections.empty()) {
    remark(fmt::format("note: {}\n", corrections));
  }
}

profile::ModelTimes measure_model(const model::Variant& variant, const MeasureRequest& request) {
  const profile::Weights weights = profile::random_weights(variant, kHeadClasses, kWeightsSeed);
  profile::Encoder encoder(variant, weights, *request.kernels, request.threads);
  profile::ModelTimes times{.variant = std::make_shared<const model::Variant>(variant),
                            .tokens = request.tokens,
                            .batch = request.batch,
                            .points = {}};
  print(fmt::format("{}\n{}", variant.name, times_header()));
  for (const int tokens : request.tokens) {
    for (const int batch : request.batch) {
      times.points.push_back(
          profile::measure(variant, encoder, {.tokens = tokens, .batch = batch}, request.rule));
      print(times_line(times.points.back()));
    }
  }
  settle_times(times, variant, encoder, request.rule);
  remark(times_remarks(times.points));
  return times;
}

/// Fits the analytic model. A single row determines only one parameter, so the overheads are then fixed at 0
/// and the rate is fitted.
profile::Fit fit_machine(const std::vector<profile::Measurement>& rows, profile::Fixed fixed) {
  if (rows.size() == 1) {
    fixed.overhead_s = fixed.overhead_s.value_or(0);
    fixed.layer_overhead_s = fixed.layer_overhead_s.value_or(0);
  }
  return profile::fit(rows, fixed);
}

void measure_machine(const po::variables_map& arguments, const profile::Provenance& provenance) {
  const MeasureRequest request = measure_request(arguments);
  const profile::Fixed fixed = fixed_parameters(arguments);
  const profile::Power power = given_power(arguments);
  std::vector<model::Variant> variants;
  for (const std::string& name : request.models) {
    variants.push_back(catalogue_model(name));
    variants.back().pad_to = 0;  // padding is the business of a scenario; here lengths are measured as given
    profile::check_is_runnable(variants.back());
    check_positions(variants.back(), request.tokens);
  }
  EntryOutput output(arguments);
  const std::string setup = profile::setup_of(*request.kernels, request.threads);
  print(setup + "\n\n");
  std::vector<profile::ModelTimes> times;
  for (const model::Variant& variant : variants) {
    times.push_back(measure_model(variant, request));
    print("\n");
  }
  const profile::Fit fit = fit_machine(profile::rows_of(times), fixed);
  print(parameters_text(fit));
  output.write(profile::entry_of_machine(times, fit, setup, power, provenance));
}

/// The rows of the device in --device, or of the only device in the file.
std::vector<profile::Measurement> rows_of_device(const po::variables_map& arguments,
                                                 std::vector<profile::Measurement> rows) {
  const std::vector<std::string> devices = profile::devices_in(rows);
  if (!arguments.contains("device") && devices.size() > 1) {
    throw InputError(fmt::format("dimsim profile: {} has rows of {} devices",
                                 arguments["fit"].as<std::string>(), devices.size()),
                     fmt::format("add --device NAME; devices in the file: {}", fmt::join(devices, ", ")));
  }
  const std::string wanted =
      arguments.contains("device") ? arguments["device"].as<std::string>() : devices.front();
  if (std::find(devices.begin(), devices.end(), wanted) == devices.end()) {
    throw InputError(
        fmt::format("dimsim profile --device {}: the file has no rows for this device", quote(wanted)),
        suggestion(wanted, devices));
  }
  std::erase_if(rows, [&wanted](const profile::Measurement& row) { return row.device != wanted; });
  return rows;
}

/// A separate fit for each precision that has rows. Collects the errors of all precisions before it throws
/// InputError, so that the user can correct them at once.
std::vector<profile::Fit> fits_of(const std::vector<profile::Measurement>& rows,
                                  const std::vector<model::Precision>& precisions,
                                  const profile::Fixed& fixed) {
  Diagnostics diagnostics;
  std::vector<profile::Fit> fits;
  for (const model::Precision precision : precisions) {
    std::vector<profile::Measurement> part = rows;
    std::erase_if(part, [precision](const profile::Measurement& row) { return row.precision != precision; });
    try {
      if (!part.empty()) {
        fits.push_back(profile::fit(part, fixed));
      }
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  if (fits.empty()) {
    throw InputError(fmt::format("dimsim profile: device {} has no rows in {}", quote(rows.front().device),
                                 model::name_of(precisions.front())));
  }
  return fits;
}

void fit_rows(const po::variables_map& arguments, const profile::Provenance& provenance) {
  const profile::Fixed fixed = fixed_parameters(arguments);
  const profile::Power power = given_power(arguments);
  const std::vector<model::Precision> precisions = wanted_precisions(arguments);
  const std::string& name = arguments["fit"].as<std::string>();
  const auto rows = rows_of_device(
      arguments,
      profile::read_measurements(read_text_file(name, "a table of measurements (CSV)"), catalogue_models()));
  const std::vector<profile::Fit> fits = fits_of(rows, precisions, fixed);
  EntryOutput output(arguments);
  print(rows_text(fits) + "\n");
  for (const profile::Fit& fit : fits) {
    print(parameters_text(fit));
  }
  output.write(profile::entry_of_fits(fits, power, provenance));
}

}  // namespace

void profile_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "profile"}, profile_options(), arguments);
  if (!read) {
    return;
  }
  refuse_mixed_options(*read);
  const profile::Provenance provenance{.command = fmt::format("dimsim profile {}", fmt::join(arguments, " ")),
                                       .version = fmt::format("dimsim {}", kVersion)};
  if (read->contains("fit")) {
    fit_rows(*read, provenance);
  } else {
    measure_machine(*read, provenance);
  }
}

}  // namespace dimsim::cli
