#include "dimsim/statistics/clustered_sums.hpp"

#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace dimsim::statistics {

// One pass over the requests: residuals y − θ z cannot be formed before θ is known, at the end. So sums are
// kept for each text and each period, which are few. For the cells (text, period) of which there may be as
// many as requests, only the sums of products are kept, from which the squares of residuals follow for any θ.

ClusteredSums::ClusteredSums(std::size_t quantities)
    : quantities_(quantities), products_(quantities * quantities, 0) {}

void ClusteredSums::add(std::uint64_t text, std::span<const double> values) {
  const auto [found, is_new] = rows_.emplace(text, rows_.size());
  const std::size_t row = found->second;
  if (is_new) {
    by_text_.resize(by_text_.size() + quantities_, 0);
    open_.resize(open_.size() + quantities_, 0);
    is_touched_.push_back(false);
  }
  // open_ spans all texts, but a period contains few; the list avoids a pass over all of them at its end.
  if (!is_touched_[row]) {
    is_touched_[row] = true;
    touched_.push_back(row);
  }
  for (std::size_t i = 0; i < quantities_; ++i) {
    open_[row * quantities_ + i] += values[i];
  }
}

void ClusteredSums::begin_period(std::size_t number) {
  if (number != period_) {
    end_period();
    period_ = number;
  }
}

void ClusteredSums::end_period() {
  if (touched_.empty()) {
    return;
  }
  const std::size_t period = by_period_.size();
  by_period_.resize(period + quantities_, 0);
  for (const std::size_t row : touched_) {
    double* cell = &open_[row * quantities_];
    for (std::size_t i = 0; i < quantities_; ++i) {
      by_text_[row * quantities_ + i] += cell[i];
      by_period_[period + i] += cell[i];
      for (std::size_t j = 0; j < quantities_; ++j) {
        products_[i * quantities_ + j] += cell[i] * cell[j];
      }
    }
    std::fill_n(cell, quantities_, 0);  // only touched rows are reset: most texts are idle in a period
    is_touched_[row] = false;
  }
  cells_ += touched_.size();
  touched_.clear();
}

double ClusteredSums::total(std::size_t quantity) const {
  double sum = 0;
  for (std::size_t i = quantity; i < by_period_.size(); i += quantities_) {
    sum += by_period_[i];
  }
  return sum;
}

std::size_t ClusteredSums::texts_with(std::size_t quantity) const {
  std::size_t count = 0;
  for (std::size_t i = quantity; i < by_text_.size(); i += quantities_) {
    count += by_text_[i] != 0 ? 1U : 0U;
  }
  return count;
}

ClusteredSums::Variance ClusteredSums::between(std::span<const double> sums, double theta,
                                               std::size_t numerator, std::size_t denominator) const {
  double squares = 0;  // of residuals, whose mean is 0 by the definition of theta
  for (std::size_t row = 0; row < sums.size(); row += quantities_) {
    const double residual = sums[row + numerator] - theta * sums[row + denominator];
    squares += residual * residual;
  }
  const std::size_t count = sums.size() / quantities_;
  const auto clusters = static_cast<double>(count);
  return {squares * clusters / (clusters - 1), clusters - 1};
}

ClusteredSums::Variance ClusteredSums::between_cells(double theta, std::size_t numerator,
                                                     std::size_t denominator) const {
  const auto product = [this](std::size_t i, std::size_t j) { return products_[i * quantities_ + j]; };
  const double squares = product(numerator, numerator) - 2 * theta * product(numerator, denominator) +
                         theta * theta * product(denominator, denominator);
  // The number of cells without requests does not matter: their residuals are 0.
  const auto clusters = static_cast<double>(cells_);
  // Expanding the square of the residual needs only sums of products, but may cancel to slightly below 0.
  return {std::max(squares, 0.0) * clusters / (clusters - 1), clusters - 1};
}

Estimate ClusteredSums::quotient(std::size_t numerator, std::size_t denominator) const {
  const double below = total(denominator);
  Estimate result;
  if (below == 0) {  // a mean over no requests is undefined
    return result;
  }
  result.value = total(numerator) / below;
  if (texts() < 2 || periods() < 2) {
    return result;
  }
  const Variance texts = between(by_text_, result.value, numerator, denominator);
  const Variance periods = between(by_period_, result.value, numerator, denominator);
  const Variance cells = between_cells(result.value, numerator, denominator);
  // Requests of one text in one period are in both variances, so theirs is subtracted once. The difference
  // may be too small by chance, so the result is never less than the larger of the two.
  Variance larger = texts.value >= periods.value ? texts : periods;
  const double both = texts.value + periods.value - cells.value;
  if (both > larger.value) {
    // Satterthwaite: the degrees of freedom of a sum of variances, weighted by their own variances.
    const auto noise = [](const Variance& part) { return part.value * part.value / part.degrees; };
    larger = {both, both * both / (noise(texts) + noise(periods))};
  }
  result.half_width = student_quantile(larger.degrees) * std::sqrt(larger.value) / std::abs(below);
  return result;
}

}  // namespace dimsim::statistics
