#include "dimsim/engine/prices.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace dimsim::engine {
namespace {

/// A time as it is billed: rounded up to a multiple of the granularity.
double billed_s(double time_s, double granularity_s) {
  return granularity_s > 0 ? std::ceil(time_s / granularity_s) * granularity_s : time_s;
}

}  // namespace

double rent_usd(double usd_per_s, double billing_s, double time_s) {
  // Rounded up as a whole: a provider that bills by the hour charges a started one in full.
  return usd_per_s * billed_s(time_s, billing_s);
}

double possession_usd(const model::Device& device, double joules, double run_s, double count) {
  const double rent = rent_usd(device.usd_per_s, device.billing_s, run_s);
  return count * (rent + device.purchase.usd_per_s * run_s) + device.purchase.usd_per_j * joules;
}

double service_usd(const model::Serverless& price, double time_s) {
  return price.usd_per_request +
         price.usd_per_byte_second * price.memory_bytes * billed_s(time_s, price.billing_s);
}

double egress_usd(const std::vector<scenario::EgressStep>& steps, double bytes, double run_s) {
  constexpr double kMonth = 30.0 * 24 * 3600;
  if (bytes <= 0 || run_s <= 0) {
    return 0;
  }
  // Tariffs have steps by monthly volume, and a run takes minutes. At its pace a month would reach certain
  // steps; the run pays the mean price of these. Charging the run's own volume from the first step on would
  // make every short run look cheap (or free, where the first gigabytes are).
  const double monthly = bytes / run_s * kMonth;
  double usd = 0;
  for (std::size_t i = 0; i < steps.size() && steps[i].from_bytes < monthly; ++i) {
    const double until = i + 1 < steps.size() ? std::min(monthly, steps[i + 1].from_bytes) : monthly;
    usd += (until - steps[i].from_bytes) * steps[i].usd_per_byte;
  }
  return usd / monthly * bytes;
}

}  // namespace dimsim::engine
