#include "dimsim/policy/round_robin.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/tiers.hpp"

#include <utility>

namespace dimsim::policy {
namespace {

class RoundRobin : public Policy {
 public:
  explicit RoundRobin(Fleet fleet) : fleet_(std::move(fleet)) {}

  Action start(const Request& request) override {
    // Devices start at different tiers; otherwise all of them would send to the same tier at the same time.
    return answer_at(fleet_, (request.device + request.device_number) % fleet_.tiers.size());
  }

 private:
  Fleet fleet_;
};

}  // namespace

Entry round_robin_entry() {
  return {.name = "round-robin",
          .summary = "each device's requests to the tiers in turn",
          .rule = prose(R"(
tier(request) = (d + i) mod n for the i-th request of the d-th device, both counted from 0, and n tiers.
)"),
          .source = "baseline",
          .parameters = {},
          .read = [](const Node& /*parameters*/) { return creates<RoundRobin>(); }};
}

}  // namespace dimsim::policy
