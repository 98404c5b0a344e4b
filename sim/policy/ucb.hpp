#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// UCB1 (Auer, Cesa-Bianchi and Fischer, Machine Learning 47, 2002, figure 1) for delayed rewards:
///
///     argmax over arms of   mean of its rewards so far + c sqrt(ln t / number of them)
///
/// t counts decisions, including this one. Each arm is tried once first, in order. An arm that was tried but
/// has no reward yet is skipped until one arrives; while no arm has a reward, they take turns. With immediate
/// rewards and c = sqrt(2) this is UCB1, except that UCB1's t excludes the present decision.
class Ucb {
 public:
  Ucb(std::size_t arms, double exploration) : exploration_(exploration), arms_(arms) {}

  /// The arm of the next decision; ties go to the lowest.
  [[nodiscard]] std::size_t choose();
  void reward(std::size_t arm, double value);

 private:
  struct Arm {
    std::size_t pulls = 0;
    std::size_t rewards = 0;  ///< number of received rewards, including those from decisions for other arms
    double sum = 0;           ///< of them
  };

  [[nodiscard]] std::size_t best() const;
  [[nodiscard]] double index_of(const Arm& arm) const;

  double exploration_;
  std::size_t decisions_ = 0;
  std::vector<Arm> arms_;
};

}  // namespace dimsim::policy
