#pragma once

#include "dimsim/model/device.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <vector>

namespace dimsim::engine {

/// Rent for a time that is billed as a whole [USD].
[[nodiscard]] double rent_usd(double usd_per_s, double billing_s, double time_s);

/// Rent, and ownership with electricity, of `count` hosts that took `joules` over a run [USD].
[[nodiscard]] double possession_usd(const model::Device& device, double joules, double run_s, double count);

/// One service of `time_s`, billed by memory and time [USD].
[[nodiscard]] double service_usd(const model::Serverless& price, double time_s);

/// Data sent out of the cloud [USD]: the run's volume at the mean price that its pace would have over a month
/// of 30 days.
[[nodiscard]] double egress_usd(const std::vector<scenario::EgressStep>& steps, double bytes, double run_s);

}  // namespace dimsim::engine
