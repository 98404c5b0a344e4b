#include "dimsim/workload/constant.hpp"

namespace dimsim::workload {
namespace {

class Constant : public ArrivalProcess {
 public:
  double next_s(const Source& source, std::uint64_t number, double last_s) override {
    const double gap_s = 1 / source.rate_per_s;
    // Without a random phase all devices would send at the same instants.
    return number == 0 ? gap_s * source.stream(Purpose::Phase).uniform(0) : last_s + gap_s;
  }
};

}  // namespace

ArrivalEntry constant_entry() {
  return {.name = "constant",
          .summary = "equal times between a device's requests, with a random phase",
          .definition = "t(i) = t(i − 1) + 1 / rate, t(0) = U / rate, U uniform between 0 and 1.",
          .make = []() -> std::unique_ptr<ArrivalProcess> { return std::make_unique<Constant>(); }};
}

}  // namespace dimsim::workload
