#include "dimsim/base/time_bins.hpp"

#include <algorithm>
#include <cmath>

// The width of bins is a power of two from the start and only ever doubles. Bins of any two objects can
// therefore be brought to the same boundaries by merging neighbours, without splitting an amount again, and
// products with the width are exact.

namespace dimsim {

void TimeBins::add(double begin_s, double end_s, double amount) {
  while (end_s * bins_per_s_ >= static_cast<double>(kMost)) {
    widen();
  }
  const auto first = static_cast<std::size_t>(begin_s * bins_per_s_);
  const auto last = static_cast<std::size_t>(end_s * bins_per_s_);
  if (amounts_.size() <= last) {
    amounts_.resize(last + 1);
  }
  if (first == last) {
    amounts_[first] += amount;
    return;
  }
  // Not reached for begin_s == end_s, which are in the same bin, so the division is safe.
  const double per_second = amount / (end_s - begin_s);
  double left = amount;  // the last bin takes the rounding error, so that the sum is exact
  for (std::size_t bin = first; bin < last; ++bin) {
    const double from_s = std::max(begin_s, static_cast<double>(bin) * width_s_);
    const double part = per_second * (static_cast<double>(bin + 1) * width_s_ - from_s);
    amounts_[bin] += part;
    left -= part;
  }
  amounts_[last] += left;
}

void TimeBins::cover(double end_s) {
  while (end_s >= width_s_ * static_cast<double>(kMost)) {
    widen();
  }
  amounts_.resize(std::max(amounts_.size(), static_cast<std::size_t>(std::ceil(end_s / width_s_))));
}

void TimeBins::level(double most_per_s, double end_s, const TimeBins& differences) {
  cover(end_s);
  // How much more a bin can hold; negative if it holds too much. The last bin may be cut off by end_s.
  const auto room = [&](std::size_t bin) {
    const double length_s = std::clamp(end_s - static_cast<double>(bin) * width_s_, 0.0, width_s_);
    const double difference = bin < differences.amounts_.size() ? differences.amounts_[bin] : 0;
    return most_per_s * length_s + difference - amounts_[bin];
  };
  const std::size_t count = amounts_.size();
  for (std::size_t bin = 0; bin < count; ++bin) {
    const auto give = [&](std::size_t to) {
      const double part = std::min(-room(bin), room(to));
      if (part > 0) {
        amounts_[to] += part;
        amounts_[bin] -= part;
      }
    };
    // To both sides alternately and outwards, so that amounts move as little in time as possible.
    for (std::size_t distance = 1; distance < count && room(bin) < 0; ++distance) {
      if (bin + distance < count) {
        give(bin + distance);
      }
      if (distance <= bin) {
        give(bin - distance);
      }
    }
  }
}

void TimeBins::widen_to(double width_s) {
  while (width_s_ < width_s) {
    widen();
  }
}

void TimeBins::widen() {
  width_s_ *= 2;
  bins_per_s_ /= 2;
  const std::size_t half = (amounts_.size() + 1) / 2;
  for (std::size_t bin = 0; bin < half; ++bin) {
    const std::size_t right = 2 * bin + 1;
    amounts_[bin] = amounts_[2 * bin] + (right < amounts_.size() ? amounts_[right] : 0);
  }
  amounts_.resize(half);
}

}  // namespace dimsim
