#include "dimsim/statistics/holm.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace dimsim::statistics {

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (!std::isnan(p_values[i])) {  // an untestable hypothesis must not make the others stricter
      order.push_back(i);
    }
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t left, std::size_t right) { return p_values[left] < p_values[right]; });
  std::vector<double> adjusted(p_values.size(), std::numeric_limits<double>::quiet_NaN());
  double largest = 0;  // adjusted values must not fall below that of a smaller raw p-value
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto remaining = static_cast<double>(order.size() - rank);
    largest = std::max(largest, std::min(1.0, remaining * p_values[order[rank]]));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

}  // namespace dimsim::statistics
