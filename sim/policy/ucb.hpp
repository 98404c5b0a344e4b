#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// UCB1 (Auer, Cesa-Bianchi and Fischer, Machine Learning 47, 2002, figure 1) for rewards that come late:
///
///     argmax over arms of   mean of its rewards so far + c sqrt(ln t / number of them)
///
/// t counts decisions, this one included. Each arm is tried once first, in order. An arm that was tried and
/// has no reward yet is left out until one comes; while no arm has any, they take turns. With rewards that
/// come at once this is UCB1 with c = sqrt(2), but for t, which there counts the decisions before.
class Ucb {
 public:
  Ucb(std::size_t arms, double exploration) : exploration_(exploration), arms_(arms) {}

  /// The arm of the next decision; the lowest among equals.
  [[nodiscard]] std::size_t choose();
  void reward(std::size_t arm, double value);

 private:
  struct Arm {
    std::size_t pulls = 0;
    std::size_t rewards = 0;  ///< that came, also those of decisions for another arm
    double sum = 0;           ///< of them
  };

  [[nodiscard]] std::size_t best() const;
  [[nodiscard]] double index_of(const Arm& arm) const;

  double exploration_;
  std::size_t decisions_ = 0;
  std::vector<Arm> arms_;
};

}  // namespace dimsim::policy
