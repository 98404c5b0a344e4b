#pragma once

#include "dimsim/trace/trace.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::trace {

/// Distribution of a number over samples. Quantiles use linear interpolation (statistics::quantile).
struct Spread {
  double mean = 0;
  double minimum = 0;
  double p5 = 0;
  double p50 = 0;
  double p95 = 0;
  double maximum = 0;
};

/// Quality of an exit's answers. Fractions and probabilities are in 0..1; the mean over no samples is NaN.
struct ExitFigures {
  double accuracy = 0;
  double confidence = 0;  ///< mean over samples of the largest probability
  double confidence_when_right = 0;
  double confidence_when_wrong = 0;
  double calibration_error = 0;    ///< calibration_error() with kCalibrationBins
  double agreement_with_last = 0;  ///< fraction of samples with the same answer as at the last exit
};

/// Summary of a split.
struct SplitFigures {
  std::string name;
  std::size_t samples = 0;
  int exits = 0;  ///< 0 for a training split
  int classes = 0;
  int embedding_size = 0;
  double majority = 0;  ///< share of the most frequent gold class
  Spread tokens;
  Spread text_bytes;                                     ///< [B]
  std::optional<std::array<std::size_t, 3>> complexity;  ///< numbers of easy, medium and hard samples
  std::vector<ExitFigures> by_exit;
};

/// Progress of training: figures of the exit with recorded dynamics on the training samples after each epoch.
struct DynamicsFigures {
  std::size_t samples = 0;
  int classes = 0;
  std::vector<double> accuracy;          ///< [epochs]
  std::vector<double> gold_probability;  ///< [epochs] mean probability of the gold class
};

struct FileFigures {
  std::filesystem::path file;
  Description description;
  std::vector<SplitFigures> splits;
  std::optional<DynamicsFigures> dynamics;
};

/// Number of equal-width bins of a calibration error, as usual in the literature.
inline constexpr std::size_t kCalibrationBins = 15;

/// Expected calibration error (Guo et al., On Calibration of Modern Neural Networks, ICML 2017, equation 3):
/// samples fall into `bins` equal-width bins by confidence, ((m-1)/bins, m/bins] being the m-th; the mean
/// over the samples of |accuracy of the bin - mean confidence of the bin|. NaN for no samples.
[[nodiscard]] double calibration_error(const std::vector<double>& confidence, const std::vector<bool>& right,
                                       std::size_t bins = kCalibrationBins);

[[nodiscard]] SplitFigures describe(const std::string& name, const Split& split);
[[nodiscard]] DynamicsFigures describe(const Dynamics& dynamics);

/// Describes all splits of a trace, or one; training dynamics belong to `train`. Throws InputError with the
/// errors of all splits, or if there is no such split.
[[nodiscard]] FileFigures describe(const std::filesystem::path& file,
                                   const std::optional<std::string>& split = std::nullopt);

}  // namespace dimsim::trace
