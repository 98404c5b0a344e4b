#include "dimsim/statistics/isotonic.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace dimsim::statistics {
namespace {

constexpr double kTolerance = 1e-12;          ///< of the largest value: smaller changes end the iteration
constexpr std::size_t kMostRounds = 100'000;  ///< convergence is geometric; tables need some tens

struct Grid {
  std::size_t rows;
  std::size_t columns;
};

/// Makes each line of a grid monotone by itself: a row where `stride` is 1, a column where it is the row
/// length.
std::vector<double> project(const std::vector<double>& values, const std::vector<double>& weights,
                            std::size_t lines, std::size_t line_step, std::size_t length,
                            std::size_t stride) {
  std::vector<double> result(values.size());
  std::vector<double> line(length);
  std::vector<double> line_weights(length);
  for (std::size_t i = 0; i < lines; ++i) {
    for (std::size_t j = 0; j < length; ++j) {
      line[j] = values[i * line_step + j * stride];
      line_weights[j] = weights[i * line_step + j * stride];
    }
    const std::vector<double> monotone = isotonic(line, line_weights);
    for (std::size_t j = 0; j < length; ++j) {
      result[i * line_step + j * stride] = monotone[j];
    }
  }
  return result;
}

/// Removes violations by rounding: raises each value to its left and upper neighbour.
void raise_to_neighbours(std::vector<double>& values, const Grid& grid) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % grid.columns > 0) {
      values[i] = std::max(values[i], values[i - 1]);
    }
    if (i >= grid.columns) {
      values[i] = std::max(values[i], values[i - grid.columns]);
    }
  }
}

bool is_monotone(const std::vector<double>& values, const Grid& grid) {
  std::vector<double> raised = values;
  raise_to_neighbours(raised, grid);
  return raised == values;
}

}  // namespace

std::vector<double> isotonic(const std::vector<double>& values, const std::vector<double>& weights) {
  struct Block {
    double mean;
    double weight;
    std::size_t length;
  };
  // Blocks are a stack of pooled values whose means rise. A new value that is below the last mean is pooled
  // with it, and then backwards for as long as the means fall. Each value is pooled at most once, so this
  // takes linear time.
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < values.size(); ++i) {
    blocks.push_back({values[i], weights[i], 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean > blocks.back().mean) {
      const Block last = blocks.back();
      blocks.pop_back();
      Block& before = blocks.back();
      const double weight = before.weight + last.weight;
      before = {(before.mean * before.weight + last.mean * last.weight) / weight, weight,
                before.length + last.length};
    }
  }
  std::vector<double> result;
  result.reserve(values.size());
  for (const Block& block : blocks) {
    result.insert(result.end(), block.length, block.mean);
  }
  return result;
}

std::vector<double> isotonic_grid(const std::vector<double>& values, const std::vector<double>& weights,
                                  std::size_t columns) {
  const Grid grid{.rows = columns == 0 ? 0 : values.size() / columns, .columns = columns};
  if (is_monotone(values, grid)) {
    return values;  // exactly, which the iteration below would only approach
  }
  const double largest = std::abs(*std::max_element(
      values.begin(), values.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }));
  // Each projection starts from the data plus what the other one changed last, so that the limit is the
  // nearest point of both cones, not merely one that lies in both.
  std::vector<double> by_columns(values.size(), 0);
  std::vector<double> result = values;
  for (std::size_t round = 0; round < kMostRounds; ++round) {
    std::vector<double> from(values.size());
    std::transform(values.begin(), values.end(), by_columns.begin(), from.begin(), std::plus<>());
    const std::vector<double> rows = project(from, weights, grid.rows, columns, columns, 1);
    std::vector<double> data(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      data[i] = values[i] + rows[i] - from[i];
    }
    const std::vector<double> monotone = project(data, weights, columns, 1, grid.rows, columns);
    double change = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      by_columns[i] = monotone[i] - data[i];
      change = std::max({change, std::abs(monotone[i] - result[i]), std::abs(monotone[i] - rows[i])});
    }
    result = monotone;
    if (change <= kTolerance * largest) {
      break;
    }
  }
  raise_to_neighbours(result, grid);
  return result;
}

}  // namespace dimsim::statistics
