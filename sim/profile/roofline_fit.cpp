// The time of a part is max(FLOP · x, bytes · y), which is linear once it is known which side is larger. This
// depends on y / x alone, the ridge point of the roofline. So the fit alternates: divide the parts by a ridge
// point, solve the linear problem, take the ridge point of the solution, until the division no longer
// changes.
#include "dimsim/profile/roofline_fit.hpp"

#include "dimsim/profile/nnls.hpp"

#include <algorithm>
#include <limits>

#include <Eigen/SVD>

namespace dimsim::profile {
namespace {

constexpr std::size_t kStarts = 16;  ///< number of initial ridge points
constexpr int kMaxRounds = 50;       ///< a division that still changes then is in a cycle

Part part_of(const model::Work& work, double count = 1) {
  return {.flops = work.flops, .bytes = work.parameter_bytes + work.activation_bytes, .count = count};
}

/// Adds a part, or increments the count of an equal one: most layers are alike.
void add(std::vector<Part>& parts, const Part& part) {
  for (Part& known : parts) {
    if (known.flops == part.flops && known.bytes == part.bytes) {
      known.count += part.count;
      return;
    }
  }
  parts.push_back(part);
}

double ridge_of(const Unknowns& x) { return x[kPerFlop] > 0 ? x[kPerByte] / x[kPerFlop] : kInfinity; }

/// Coefficients of the unknowns in a row's time if parts with less than `ridge` FLOP per byte are
/// memory-bound.
Unknowns coefficients(const Equation& equation, double ridge) {
  Unknowns row(1, equation.layers, 0, 0);
  for (const Part& part : equation.parts) {
    const bool is_memory_bound = part.flops < ridge * part.bytes;
    row[is_memory_bound ? kPerByte : kPerFlop] += part.count * (is_memory_bound ? part.bytes : part.flops);
  }
  return row;
}

/// Rows divided by their measured times: least squares then minimises relative deviations.
Eigen::MatrixX4d system_of(const std::vector<Equation>& equations, double ridge) {
  Eigen::MatrixX4d rows(static_cast<Eigen::Index>(equations.size()), 4);
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const Equation& equation = equations[static_cast<std::size_t>(i)];
    rows.row(i) = coefficients(equation, ridge).transpose() / equation.seconds;
  }
  return rows;
}

std::vector<Eigen::Index> free_columns(const Task& task) {
  std::vector<Eigen::Index> columns;
  for (Eigen::Index i = 0; i < 4; ++i) {
    if (task.is_free[static_cast<std::size_t>(i)]) {
      columns.push_back(i);
    }
  }
  return columns;
}

/// The best unknowns for a given division of the parts.
Unknowns solve_divided(const Eigen::MatrixX4d& rows, const Task& task) {
  const std::vector<Eigen::Index> columns = free_columns(task);
  Eigen::VectorXd right = Eigen::VectorXd::Ones(rows.rows());
  for (Eigen::Index i = 0; i < 4; ++i) {
    if (!task.is_free[static_cast<std::size_t>(i)]) {
      right -= rows.col(i) * task.given[i];
    }
  }
  Unknowns x = task.given;
  if (!columns.empty()) {
    x(columns) = non_negative_least_squares(rows(Eigen::all, columns), right);
  }
  return x;
}

double squared_error(const std::vector<Equation>& equations, const Unknowns& x) {
  double sum = 0;
  for (const Equation& equation : equations) {
    const double deviation = seconds_of(x, equation) / equation.seconds - 1;
    sum += deviation * deviation;
  }
  return sum;
}

/// Initial ridge points: all parts compute-bound, and quantiles of the parts' arithmetic intensity. Several
/// are needed because the error has local minima.
std::vector<double> starts(const std::vector<Equation>& equations, const Task& task) {
  if (!task.is_free[kPerByte] && task.given[kPerByte] == 0) {
    return {0};
  }
  std::vector<double> intensities;
  for (const Equation& equation : equations) {
    for (const Part& part : equation.parts) {
      intensities.push_back(part.flops / part.bytes);
    }
  }
  std::sort(intensities.begin(), intensities.end());
  intensities.erase(std::unique(intensities.begin(), intensities.end()), intensities.end());
  std::vector<double> ridges{0};
  const std::size_t count = std::min(kStarts, intensities.size());
  for (std::size_t i = 0; i < count; ++i) {
    // just above an intensity, so that its part is memory-bound
    ridges.push_back(1.0000001 * intensities[i * intensities.size() / count]);
  }
  return ridges;
}

}  // namespace

std::size_t Task::free_count() const {
  return static_cast<std::size_t>(std::count(is_free.begin(), is_free.end(), true));
}

Equation equation_of(const Measurement& row) {
  const model::Variant& variant = *row.variant;
  const double element = model::bytes_per_element(row.precision);
  const int tokens = model::computed_tokens(variant, row.tokens);
  Equation equation{.seconds = row.seconds, .layers = static_cast<double>(variant.layers), .parts = {}};
  if (const model::Work embedding = model::embedding_work(variant, tokens, row.batch, element);
      embedding.flops > 0) {
    add(equation.parts, part_of(embedding));
  }
  for (int layer = 1; layer <= variant.layers; ++layer) {
    add(equation.parts, part_of(model::layer_work(variant, layer, tokens, row.batch, element)));
  }
  add(equation.parts, part_of(model::exit_work(variant, kMeasuredClasses, row.batch, element)));
  return equation;
}

double seconds_of(const Unknowns& x, const Equation& equation) {
  double seconds = x[kOverhead] + equation.layers * x[kLayerOverhead];
  for (const Part& part : equation.parts) {
    seconds += part.count * std::max(part.flops * x[kPerFlop], part.bytes * x[kPerByte]);
  }
  return seconds;
}

std::optional<Unknowns> solve(const std::vector<Equation>& equations, const Task& task) {
  std::optional<Unknowns> best;
  double least = kInfinity;
  for (double ridge : starts(equations, task)) {
    Eigen::MatrixX4d rows = system_of(equations, ridge);
    Unknowns x = solve_divided(rows, task);
    for (int round = 0; round < kMaxRounds; ++round) {
      const Eigen::MatrixX4d next = system_of(equations, ridge_of(x));
      if (next == rows) {
        break;
      }
      rows = next;
      x = solve_divided(rows, task);
    }
    const double error = squared_error(equations, x);
    if (x[kPerFlop] > 0 && error < least) {  // an infinite rate fits rows that do not grow with the work
      least = error;
      best = x;
    }
  }
  return best;
}

double condition_of(const std::vector<Equation>& equations, const Task& task, const Unknowns& x) {
  const std::vector<Eigen::Index> columns = free_columns(task);
  if (columns.empty()) {
    return 1;
  }
  Eigen::MatrixXd rows = system_of(equations, ridge_of(x))(Eigen::all, columns);
  for (Eigen::Index i = 0; i < rows.cols(); ++i) {
    const double length = rows.col(i).norm();
    if (!(length > 0)) {
      return kInfinity;
    }
    rows.col(i) /= length;  // the unknowns have different units
  }
  const Eigen::VectorXd values = rows.jacobiSvd().singularValues();
  // With fewer rows than columns, the SVD omits the singular values that are 0.
  const double smallest = rows.rows() < rows.cols() ? 0 : values.minCoeff();
  return smallest > 0 ? values.maxCoeff() / smallest : kInfinity;
}

std::vector<std::optional<double>> leave_one_out(const std::vector<Equation>& equations, const Task& task) {
  std::vector<std::optional<double>> times;
  for (std::size_t i = 0; i < equations.size(); ++i) {
    std::vector<Equation> others = equations;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    const std::optional<Unknowns> x = solve(others, task);
    times.push_back(x ? std::optional(seconds_of(*x, equations[i])) : std::nullopt);
  }
  return times;
}

}  // namespace dimsim::profile
