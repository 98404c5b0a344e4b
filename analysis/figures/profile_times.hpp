#pragma once

#include "dimsim/model/device.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// A measured time and the prediction of the analytic model.
struct ProfileTime {
  std::string device;
  std::string model;
  model::Precision precision = model::Precision::Fp32;
  int layers = 0;  ///< layers run, up to the exit that answered
  int tokens = 0;
  int batch = 0;
  double measured_s = 0;
  double predicted_s = 0;
  bool is_check = false;  ///< marked in the table as not used by the fit
};

/// Measured times from tables of measurements (.csv, the input of `dimsim profile --fit`) and from device
/// entries (.yaml, the output of `dimsim profile`), in the order of the files. Predictions are those of the
/// analytic model of the device's entry (overheads, rate, memory bandwidth) without its measured times. The
/// entry is the file among `files` with the device's name, else that of the catalogue. Throws InputError with
/// the errors of all files together, and if there is no entry or no measured time.
[[nodiscard]] std::vector<ProfileTime> read_profile_times(const std::vector<std::string>& files);

}  // namespace dimsim::analysis
