#pragma once

#include "dimsim/engine/controller.hpp"
#include "dimsim/engine/run.hpp"
#include "dimsim/workload/arrival_process.hpp"
#include "support/fleet.hpp"
#include "support/learning.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

/// Runs of one phone whose dates can be computed by hand, and a controller that follows a script.
namespace dimsim::engine {

/// Does what it was told at given dates.
class Script : public Controller {
 public:
  struct Line {
    double date_s;
    std::function<void(World&)> act;
  };

  explicit Script(std::vector<Line> lines) : lines_(std::move(lines)) {}

  double first_tick_s() override { return lines_.front().date_s; }
  double tick(World& world) override {
    EXPECT_EQ(world.now(), lines_[next_].date_s);
    lines_[next_++].act(world);
    return next_ < lines_.size() ? lines_[next_].date_s : std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] std::size_t done() const { return next_; }

 private:
  std::vector<Line> lines_;
  std::size_t next_ = 0;
};

/// A device that serves in 10 s and takes 1 W idle, 101 W busy.
inline model::Device slow_device() {
  model::Device device = fleet::device_with_service(10);
  device.idle_power_w = 1;
  device.load_power_w = 101;
  return device;
}

/// One phone that asks at a constant rate.
inline scenario::Scenario phone(double rate_per_s, std::uint64_t requests, const model::Device& device) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", scenario::Location::Device, 1, 12, device)}, rate_per_s, requests);
  scenario.workload.arrival_process = "constant";
  return scenario;
}

inline double first_arrival_s(const scenario::Scenario& scenario) {
  const workload::Source source = {.seed = scenario.seed,
                                   .replication = 0,
                                   .entity = Entity(scenario.tiers[0].hosts[0].name, 0),
                                   .rate_per_s = scenario.workload.rate_per_s};
  return workload::make_arrival_process("constant")->next_s(source, 0, 0);
}

inline results::RunResult run_with(const scenario::Scenario& scenario, Script& script,
                                   const std::string& tier = "phone") {
  std::array<Controller*, 1> controllers{&script};
  return run({.scenario = scenario,
              .samples = fleet::alike_samples(),
              .policy = fleet::always(tier),
              .controllers = controllers});
}

/// Dates lie below 512 s, each rounded to 2^-44 s.
inline constexpr double kTolerance = 1e-12;

}  // namespace dimsim::engine
