#pragma once

#include "dimsim/model/device.hpp"
#include "dimsim/profile/measurements.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::profile {

/// Parameters of the analytic model of a device in one precision.
struct Parameters {
  double overhead_s = 0;                                                ///< per inference [s]
  double layer_overhead_s = 0;                                          ///< per layer [s]
  double flops_per_s = 0;                                               ///< sustained [FLOP/s]
  double memory_bytes_per_s = std::numeric_limits<double>::infinity();  ///< sustained [B/s]
};

/// Known parameters, which are not fitted.
struct Fixed {
  std::optional<double> overhead_s;          ///< [s]
  std::optional<double> layer_overhead_s;    ///< [s]
  std::optional<double> flops_per_s;         ///< [FLOP/s]
  std::optional<double> memory_bytes_per_s;  ///< [B/s], infinity = never the limit
};

/// A measured row and its prediction by the fit.
struct Prediction {
  Measurement row;
  double predicted_s = 0;
  std::optional<double> left_out_s;  ///< by a fit to all other rows; empty for check rows and exact fits

  [[nodiscard]] double deviation() const { return predicted_s / row.seconds - 1; }
  [[nodiscard]] std::optional<double> left_out_deviation() const;
};

struct Fit {
  model::Precision precision = model::Precision::Fp32;
  Parameters parameters;
  std::vector<Prediction> rows;    ///< in the given order, including check rows
  std::vector<std::string> notes;  ///< caveats of the fit
};

/// The simulator's prediction: model::service_time_s of the whole model with one head of two classes [s].
[[nodiscard]] double predicted_s(const Parameters& parameters, const Measurement& row);

/// Fits overhead, layer overhead and rate to the rows of one device in one precision, excluding check rows.
/// Contract: minimises the sum of squared relative deviations over parameters >= 0. A ridge point of the
/// roofline divides the rows' parts into compute-bound and memory-bound ones; each division is solved by
/// non-negative least squares, starting from several ridge points. A memory bandwidth is fitted only if it
/// reduces the leave-one-out error (root mean square) by at least 5 %, unless it is fixed. If all rows have
/// the same number of layers, the overhead per inference is 0, since the two overheads cannot be
/// distinguished. Throws InputError without a place if there are too few rows or the times do not grow with
/// the work.
[[nodiscard]] Fit fit(const std::vector<Measurement>& rows, const Fixed& fixed);

/// Median and largest absolute deviation.
struct ErrorSummary {
  std::size_t rows = 0;
  double median = 0;
  double worst = 0;
};

[[nodiscard]] ErrorSummary fit_error(const Fit& fit);
[[nodiscard]] ErrorSummary left_out_error(const Fit& fit);
[[nodiscard]] ErrorSummary check_error(const Fit& fit);

}  // namespace dimsim::profile
