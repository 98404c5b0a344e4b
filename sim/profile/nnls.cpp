// Lawson and Hanson, chapter 23, algorithm NNLS. The plain solution is no substitute: cutting its negative
// unknowns at zero leaves the others at values that were fitted together with them. Eigen has no such solver
// in its supported modules.
#include "dimsim/profile/nnls.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include <Eigen/QR>

namespace dimsim::profile {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// State of the algorithm: the columns that may differ from zero ("passive") and the current solution.
class ActiveSet {
 public:
  ActiveSet(const MatrixXd& a, const VectorXd& b)
      : a_(a), b_(b), x_(VectorXd::Zero(a.cols())), is_passive_(static_cast<std::size_t>(a.cols()), false) {}

  VectorXd solve() {
    const double scale = static_cast<double>(std::max(a_.rows(), a_.cols()));
    const double tolerance = 10 * std::numeric_limits<double>::epsilon() * scale * b_.norm();
    VectorXd gradient = a_.transpose() * b_;
    // Each step lowers |A x − b|, so that no set of columns recurs; the limit guards against rounding.
    for (Index step = 0; step < 10 * a_.cols(); ++step) {
      const Index best = steepest(gradient);
      if (best < 0 || gradient[best] <= tolerance) {
        break;
      }
      set_passive(best, true);
      if (least_squares()[best] <= 0) {  // rounding only: the column depends on the passive ones
        set_passive(best, false);
        gradient[best] = 0;
        continue;
      }
      settle();
      gradient = a_.transpose() * (b_ - a_ * x_);
    }
    return x_;
  }

 private:
  [[nodiscard]] bool is_passive(Index column) const { return is_passive_[static_cast<std::size_t>(column)]; }
  void set_passive(Index column, bool value) { is_passive_[static_cast<std::size_t>(column)] = value; }

  /// The column at zero with the steepest descent of the error, or −1.
  [[nodiscard]] Index steepest(const VectorXd& gradient) const {
    Index best = -1;
    for (Index i = 0; i < gradient.size(); ++i) {
      if (!is_passive(i) && (best < 0 || gradient[i] > gradient[best])) {
        best = i;
      }
    }
    return best;
  }

  /// Unconstrained solution over the passive columns, zero elsewhere.
  [[nodiscard]] VectorXd least_squares() const {
    std::vector<Index> columns;
    for (Index i = 0; i < a_.cols(); ++i) {
      if (is_passive(i)) {
        columns.push_back(i);
      }
    }
    MatrixXd part(a_.rows(), static_cast<Index>(columns.size()));
    for (Index i = 0; i < part.cols(); ++i) {
      part.col(i) = a_.col(columns[static_cast<std::size_t>(i)]);
    }
    // With pivoting, since rows of similar shapes make nearly dependent columns.
    const VectorXd solution = part.colPivHouseholderQr().solve(b_);
    VectorXd all = VectorXd::Zero(a_.cols());
    for (Index i = 0; i < part.cols(); ++i) {
      all[columns[static_cast<std::size_t>(i)]] = solution[i];
    }
    return all;
  }

  /// Moves towards the unconstrained solution and fixes columns at zero on the way until it is feasible.
  void settle() {
    VectorXd target = least_squares();
    for (Index first = reached_first(target); first >= 0; first = reached_first(target)) {
      const double share = x_[first] > 0 ? x_[first] / (x_[first] - target[first]) : 0;
      x_ += share * (target - x_);
      x_[first] = 0;
      x_ = x_.cwiseMax(0);
      set_passive(first, false);
      target = least_squares();
    }
    x_ = target;
  }

  /// The passive column that reaches zero first on the way to `target`, or −1 if none does.
  [[nodiscard]] Index reached_first(const VectorXd& target) const {
    Index first = -1;
    double shortest = std::numeric_limits<double>::infinity();
    for (Index i = 0; i < x_.size(); ++i) {
      if (is_passive(i) && target[i] <= 0 && x_[i] <= shortest * (x_[i] - target[i])) {
        shortest = x_[i] > 0 ? x_[i] / (x_[i] - target[i]) : 0;
        first = i;
      }
    }
    return first;
  }

  const MatrixXd& a_;
  const VectorXd& b_;
  VectorXd x_;
  std::vector<bool> is_passive_;
};

}  // namespace

VectorXd non_negative_least_squares(const MatrixXd& a, const VectorXd& b) {
  // Normalise the columns and the right side, so that tolerances do not depend on units.
  const double length = b.norm();
  VectorXd norms = a.colwise().norm();
  MatrixXd unit = a;
  for (Index i = 0; i < a.cols(); ++i) {
    norms[i] = norms[i] > 0 ? norms[i] : 1;
    unit.col(i) /= norms[i];
  }
  if (!(length > 0)) {
    return VectorXd::Zero(a.cols());
  }
  const VectorXd right = b / length;
  return (length * ActiveSet(unit, right).solve()).cwiseQuotient(norms);
}

}  // namespace dimsim::profile
