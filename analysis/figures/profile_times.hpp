#pragma once

#include "dimsim/model/device.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// A time that was measured, and what the analytic model says of it.
struct ProfileTime {
  std::string device;
  std::string model;
  model::Precision precision = model::Precision::Fp32;
  int layers = 0;  ///< layers run, up to the exit that answered
  int tokens = 0;
  int batch = 0;
  double measured_s = 0;
  double predicted_s = 0;
  bool is_check = false;  ///< the table says that it was not fitted to
};

/// Measured times of tables of measurements (.csv, as `dimsim profile --fit` reads them) and of device
/// entries (.yaml, as `dimsim profile` writes them), in the order of the files. The prediction is that of the
/// analytic model of the device's entry (overheads, rate, memory bandwidth), measured times left aside: an
/// entry that is named too and is called as the device is, else the catalogue's. Throws InputError with what
/// is wrong with any of the files, or where there is no entry or no measured time.
[[nodiscard]] std::vector<ProfileTime> read_profile_times(const std::vector<std::string>& files);

}  // namespace dimsim::analysis
