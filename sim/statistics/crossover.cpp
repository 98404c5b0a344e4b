#include "dimsim/statistics/crossover.hpp"

#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace dimsim::statistics {

namespace {

/// An interval of the axis in units of its points: 2.5 is half-way between the third and the fourth.
struct Piece {
  double low = 0;
  double high = 0;
};

double covariance(std::span<const double> a, std::span<const double> b) {
  const double mean_a = mean(a);
  const double mean_b = mean(b);
  double sum = 0;
  for (std::size_t r = 0; r < a.size(); ++r) {
    sum += (a[r] - mean_a) * (b[r] - mean_b);
  }
  return sum / static_cast<double>(a.size() - 1);
}

/// Fractions t of the way from a to b at which the confidence interval of the mean of (1 − t) a + t b
/// contains 0, that is, where the quadratic m(t)² − q²/R s²(t) is at most 0.
std::vector<Piece> pieces_with_zero(std::span<const double> a, std::span<const double> b) {
  const auto count = static_cast<double>(a.size());
  const double quantile = student_quantile(count - 1);
  const double factor = quantile * quantile / count;
  const double from = mean(a);
  const double step = mean(b) - from;
  const double var_a = covariance(a, a);
  const double var_b = covariance(b, b);
  const double cov = covariance(a, b);
  const double square = step * step - factor * (var_a - 2 * cov + var_b);
  const double linear = 2 * (from * step - factor * (cov - var_a));
  const double constant = from * from - factor * var_a;
  std::vector<double> ends{0, 1};
  const double discriminant = linear * linear - 4 * square * constant;
  if (square != 0 && discriminant >= 0) {
    // The root without cancellation first; the other follows from the product of the roots.
    const double sum = -0.5 * (linear + std::copysign(std::sqrt(discriminant), linear));
    ends.push_back(sum / square);
    if (sum != 0) {
      ends.push_back(constant / sum);
    }
  } else if (square == 0 && linear != 0) {
    ends.push_back(-constant / linear);
  }
  // Roots outside of the segment, and NaN from overflow, do not divide it.
  std::erase_if(ends, [](double t) { return !(t >= 0 && t <= 1); });
  std::sort(ends.begin(), ends.end());
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    // The sign is constant between roots, so one point decides.
    const double middle = (ends[i] + ends[i + 1]) / 2;
    if ((square * middle + linear) * middle + constant <= 0) {
      pieces.push_back({ends[i], ends[i + 1]});
    }
  }
  return pieces;
}

/// The confidence set as disjoint intervals in rising order.
std::vector<Piece> confidence_set(std::span<const std::vector<double>> differences) {
  std::vector<Piece> all;
  for (std::size_t i = 0; i + 1 < differences.size(); ++i) {
    for (const Piece& piece : pieces_with_zero(differences[i], differences[i + 1])) {
      const Piece moved{static_cast<double>(i) + piece.low, static_cast<double>(i) + piece.high};
      if (!all.empty() && moved.low <= all.back().high) {
        all.back().high = moved.high;
      } else {
        all.push_back(moved);
      }
    }
  }
  return all;
}

/// The value of the axis at a position between its points.
double value_at(std::span<const double> x, double place, bool is_logarithmic) {
  const auto below = std::min(static_cast<std::size_t>(place), x.size() - 2);
  const double share = place - static_cast<double>(below);
  return is_logarithmic ? x[below] * std::pow(x[below + 1] / x[below], share)
                        : x[below] + share * (x[below + 1] - x[below]);
}

void add_interval(Crossover& crossing, double place, const std::vector<Piece>& set, std::span<const double> x,
                  bool is_logarithmic) {
  constexpr double kRounding = 1e-9;  // of positions, which are at most in the hundreds
  for (const Piece& piece : set) {
    if (piece.low <= place + kRounding && place <= piece.high + kRounding) {
      crossing.has_interval = true;
      if (piece.low > 0) {
        crossing.low = value_at(x, piece.low, is_logarithmic);
      }
      if (piece.high < static_cast<double>(x.size() - 1)) {
        crossing.high = value_at(x, piece.high, is_logarithmic);
      }
      return;
    }
  }
  // Without noise the set is the crossing itself, an interval of length 0, which pieces_with_zero does not
  // return.
  crossing.has_interval = true;
  crossing.low = crossing.high = crossing.at;
}

}  // namespace

std::vector<Crossover> crossovers(std::span<const double> x, std::span<const std::vector<double>> differences,
                                  bool is_logarithmic) {
  std::vector<Crossover> found;
  if (x.size() < 2) {
    return found;
  }
  const bool is_replicated = differences.front().size() > 1;
  const std::vector<Piece> set = is_replicated ? confidence_set(differences) : std::vector<Piece>{};
  std::size_t last = x.size();  // index of the previous point whose mean is not 0
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double here = mean(differences[i]);
    if (here == 0 || std::isnan(here)) {  // touching 0 is not a crossing unless the sign changes
      continue;
    }
    const double before = last < x.size() ? mean(differences[last]) : here;
    if ((here < 0) != (before < 0)) {
      // If means of exactly 0 lie in between, take the middle of them.
      const double place = i == last + 1 ? static_cast<double>(last) + before / (before - here)
                                         : (static_cast<double>(last) + static_cast<double>(i)) / 2;
      Crossover crossing{.at = value_at(x, place, is_logarithmic), .is_below_before = before < 0};
      if (is_replicated) {
        add_interval(crossing, place, set, x, is_logarithmic);
      }
      found.push_back(crossing);
    }
    last = i;
  }
  return found;
}

}  // namespace dimsim::statistics
