#include "dimsim/workload/poisson.hpp"

namespace dimsim::workload {
namespace {

class Poisson : public ArrivalProcess {
 public:
  double next_s(const Source& source, std::uint64_t number, double last_s) override {
    // Indexed by the arrival's number and not drawn in sequence: see the contract of ArrivalProcess.
    return last_s + source.stream(Purpose::Arrival).exponential(number, 1 / source.rate_per_s);
  }
};

}  // namespace

ArrivalEntry poisson_entry() {
  return {.name = "poisson",
          .summary = "independent, exponential times between a device's requests",
          .definition = "t(i) = t(i − 1) + E(i), E exponential with mean 1 / rate, t(−1) = 0.",
          .make = []() -> std::unique_ptr<ArrivalProcess> { return std::make_unique<Poisson>(); }};
}

}  // namespace dimsim::workload
