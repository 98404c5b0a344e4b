#pragma once

#include "dimsim/profile/entry.hpp"
#include "dimsim/profile/fit.hpp"
#include "dimsim/profile/kernels.hpp"
#include "dimsim/profile/measure.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::profile {

/// Name of this machine's processor: "AMD EPYC 7763"; "unknown processor" if the system does not provide it.
[[nodiscard]] std::string processor_name();

/// Description of the measurement set-up: "AMD EPYC 7763, 1 thread, AVX2, Eigen 3.4.0".
[[nodiscard]] std::string setup_of(const Kernels& kernels, int threads);

/// Rows for the fit: the whole model, one row per point.
[[nodiscard]] std::vector<Measurement> rows_of(const std::vector<ModelTimes>& models);

/// Idle and load power, if known [W].
struct Power {
  std::optional<double> idle_w;
  std::optional<double> load_w;
};

/// Origin of an entry.
struct Provenance {
  std::string command;  ///< "dimsim profile --model bert-base"
  std::string version;  ///< "dimsim 0.1.0"
};

/// Entry of this machine. Contract: its tables are non-decreasing in tokens and batch (`monotone.hpp`).
[[nodiscard]] DeviceEntry entry_of_machine(const std::vector<ModelTimes>& models, const Fit& fit,
                                           const std::string& setup, const Power& power,
                                           const Provenance& provenance);

/// Entry of a device from fits to measured rows, one fit per precision.
[[nodiscard]] DeviceEntry entry_of_fits(const std::vector<Fit>& fits, const Power& power,
                                        const Provenance& provenance);

/// "40 rows, median deviation 1.9 %, worst 7.7 %".
[[nodiscard]] std::string describe(const ErrorSummary& error);

}  // namespace dimsim::profile
