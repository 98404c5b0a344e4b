#include "dimsim/profile/machine.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/profile/monotone.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <utility>

#include <Eigen/Core>
#include <fmt/format.h>

namespace dimsim::profile {
namespace {

/// dimsim cannot measure power: a laptop's order of magnitude, so that the entry is complete and can be used.
/// Its sources say `assumed`.
constexpr double kAssumedIdleW = 5;
constexpr double kAssumedLoadW = 15;

void add_power(DeviceEntry& entry, const Power& power) {
  entry.idle_power_w = power.idle_w.value_or(kAssumedIdleW);
  // The catalogue requires load >= idle, also if only a high idle power was given.
  entry.load_power_w = power.load_w.value_or(std::max(kAssumedLoadW, entry.idle_power_w));
  const auto source = [](bool is_given, const char* option) {
    return is_given ? std::string("given as ") + option
                    : std::string("assumed: not measured; give it as ") + option;
  };
  entry.sources.emplace_back("power.idle", source(power.idle_w.has_value(), "--idle-power"));
  entry.sources.emplace_back("power.load", source(power.load_w.has_value(), "--load-power"));
}

std::string errors_of(const Fit& fit) {
  const ErrorSummary left_out = left_out_error(fit);
  return fmt::format("{}: {}{}", name_of(fit.precision), describe(fit_error(fit)),
                     left_out.rows == 0 ? ""
                                        : fmt::format("; leaving each out: median {:.1f} %, worst {:.1f} %",
                                                      100 * left_out.median, 100 * left_out.worst));
}

/// Sources of the rows, each once, in the order of the rows: a table usually has one source for many rows.
std::string row_sources(const std::vector<Fit>& fits) {
  std::set<std::string> seen;
  std::string text;
  for (const Fit& fit : fits) {
    for (const Prediction& prediction : fit.rows) {
      const std::string& source = prediction.row.source;
      if (!source.empty() && seen.insert(source).second) {
        text += (text.empty() ? "" : "; ") + source;
      }
    }
  }
  return text;
}

std::vector<std::string> models_of(const std::vector<Fit>& fits) {
  std::vector<std::string> names;
  for (const Fit& fit : fits) {
    for (const Prediction& prediction : fit.rows) {
      const std::string& name = prediction.row.variant->name;
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  return names;
}

}  // namespace

std::string processor_name() {
  // Linux only. Elsewhere the file is absent and the name unknown, which only affects the description.
  std::ifstream stream("/proc/cpuinfo");
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("model name") || line.starts_with("Model")) {  // x86; boards with ARM
      const std::size_t colon = line.find(": ");
      if (colon != std::string::npos && colon + 2 < line.size()) {
        return line.substr(colon + 2);
      }
    }
  }
  return "unknown processor";
}

std::string setup_of(const Kernels& kernels, int threads) {
  return fmt::format("{}, {} thread{}, {}, Eigen {}.{}.{}", processor_name(), threads,
                     threads == 1 ? "" : "s", kernels.name, EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION,
                     EIGEN_MINOR_VERSION);
}

std::vector<Measurement> rows_of(const std::vector<ModelTimes>& models) {
  std::vector<Measurement> rows;
  for (const ModelTimes& times : models) {
    for (const PointTimes& point : times.points) {
      Measurement row;
      row.device = "this machine";
      row.variant = times.variant;
      row.tokens = point.shape.tokens;
      row.batch = point.shape.batch;
      // Not the sum of the parts: timing each part by itself adds a little, and the fit is to the whole
      // model.
      row.seconds = point.whole.median_s;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

DeviceEntry entry_of_machine(const std::vector<ModelTimes>& models, const Fit& fit, const std::string& setup,
                             const Power& power, const Provenance& provenance) {
  DeviceEntry entry{.description = setup + ", float32",
                    .compute = {{fit.precision, fit.parameters}},
                    .measured = {},
                    .servers = 1,
                    .sources = {}};
  std::string corrections;
  for (const ModelTimes& times : models) {
    std::vector<MonotoneTable> tables = monotone_tables(times);
    const std::string corrected = describe_corrections(tables);
    corrections += corrected.empty() ? "" : fmt::format("; {}: {}", times.variant->name, corrected);
    for (MonotoneTable& table : tables) {
      entry.measured.push_back(std::move(table.table));
    }
  }
  entry.sources = {
      {"compute", "Fit to the measured table of whole models; " + errors_of(fit)},
      {"measured",
       fmt::format("{}; {}; {}; medians; tables with `layers` are sums of the times of their parts{}",
                   provenance.command, provenance.version, setup, corrections)},
      {"servers", "as measured: one inference at a time uses all threads named here"}};
  add_power(entry, power);
  return entry;
}

DeviceEntry entry_of_fits(const std::vector<Fit>& fits, const Power& power, const Provenance& provenance) {
  if (fits.empty()) {
    throw InvariantError("a device entry without fits");
  }
  DeviceEntry entry{
      .description = fmt::format("{}, fitted to measured times of {}", fits.front().rows.front().row.device,
                                 fmt::join(models_of(fits), ", ")),
      .compute = {},
      .measured = {},
      .servers = 1,
      .sources = {}};
  std::string source = fmt::format("{}; {}", provenance.command, provenance.version);
  for (const Fit& fit : fits) {
    entry.compute.emplace_back(fit.precision, fit.parameters);
    source += "; " + errors_of(fit);
  }
  const std::string rows = row_sources(fits);
  entry.sources = {{"compute", source + (rows.empty() ? "" : "; rows from: " + rows)},
                   {"servers", "assumed: one inference at a time"}};
  add_power(entry, power);
  return entry;
}

std::string describe(const ErrorSummary& error) {
  return fmt::format("{} row{}, median deviation {:.1f} %, worst {:.1f} %", error.rows,
                     error.rows == 1 ? "" : "s", 100 * error.median, 100 * error.worst);
}

}  // namespace dimsim::profile
