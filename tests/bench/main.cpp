// Runs the programs of this folder and prints how they compare; README.md says how to read it.
#include "bench/load.hpp"
#include "bench/measure.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace dimsim::bench {

namespace {

/// The actor program gets fewer requests, since it takes so much longer for each.
struct Effort {
  int repetitions = 5;
  std::uint64_t requests = 1'000'000;
  std::uint64_t actor_requests = 100'000;
};

constexpr std::uint64_t kSetUpRequests = 10;      // next to nothing but the set-up of the platform
constexpr std::uint32_t kOverloadedServers = 25;  // 2,500 requests per second of 20 ms each: load 2

std::vector<std::string> arguments(const Load& load) {
  return {std::to_string(load.devices), std::to_string(load.requests), std::to_string(load.text_bytes),
          std::to_string(load.servers), std::to_string(load.backhaul)};
}

Measured engine(const Load& load) { return {.program = "bench_engine", .arguments = arguments(load)}; }

Measured event_loop(const Load& load) {
  return {.program = "bench_event_loop", .arguments = arguments(load)};
}

Measured actors(const Load& load) { return {.program = "bench_actors", .arguments = arguments(load)}; }

Measured tuned_actors(const Load& load) {
  Measured measured = actors(load);
  measured.arguments.insert(measured.arguments.end(),
                            {"--cfg=contexts/stack-size:64", "--cfg=contexts/guard-size:0"});
  return measured;
}

/// The programs on one load, and each with next to no requests, which gives the set-up.
class Comparison {
 public:
  enum Program : std::size_t { Engine, Actors, TunedActors, EventLoop, EngineAsActors, kPrograms };

  Comparison(const char* name, const Load& load, const Effort& effort) : name_(name), load_(load) {
    add_programs(effort.requests, effort.actor_requests);
    add_programs(kSetUpRequests, kSetUpRequests);
    run_interleaved(runs_, effort.repetitions);
  }

  [[nodiscard]] const char* name() const { return name_; }
  [[nodiscard]] const Load& load() const { return load_; }
  [[nodiscard]] Outcome of(Program program) const { return runs_[program].median(); }
  [[nodiscard]] double set_up_s(Program program) const { return runs_[kPrograms + program].median().cpu_s; }
  /// Simulated requests per second, set-up excluded.
  [[nodiscard]] double rate(Program program) const {
    return (of(program).requests - kSetUpRequests) / (of(program).cpu_s - set_up_s(program));
  }
  [[nodiscard]] double times(Program program) const { return rate(Engine) / rate(program); }

 private:
  void add_programs(std::uint64_t requests, std::uint64_t actor_requests) {
    Load many = load_;
    many.requests = requests;
    Load few = load_;
    few.requests = actor_requests;
    runs_.insert(runs_.end(), {engine(many), actors(few), tuned_actors(few), event_loop(many), engine(few)});
  }

  const char* name_;
  Load load_;
  std::vector<Measured> runs_;
};

void print_speed(const std::vector<Comparison>& comparisons, int repetitions) {
  fmt::print("Simulated requests per second (processor time, set-up excluded, median of {})\n\n",
             repetitions);
  fmt::print("{:>8} {:14} {:>9} {:>9} {:>9} {:>10}   {:>8} {:>8} {:>8}   {:>7} {:>7}\n", "", "", "dimsim",
             "actors", "actors", "bare event", "dimsim /", "dimsim /", "dimsim /", "set-up", "set-up");
  fmt::print("{:>8} {:14} {:>9} {:>9} {:>9} {:>10}   {:>8} {:>8} {:>8}   {:>7} {:>7}\n", "devices", "load",
             "", "default", "tuned", "loop", "default", "tuned", "loop", "dimsim", "actors");
  for (const Comparison& c : comparisons) {
    fmt::print(
        "{:>8} {:14} {:>9.0f} {:>9.0f} {:>9.0f} {:>10.0f}   {:>8.1f} {:>8.1f} {:>8.2f}   {:>5.2f} s {:>5.2f} "
        "s\n",
        c.load().devices, c.name(), c.rate(Comparison::Engine), c.rate(Comparison::Actors),
        c.rate(Comparison::TunedActors), c.rate(Comparison::EventLoop), c.times(Comparison::Actors),
        c.times(Comparison::TunedActors), c.times(Comparison::EventLoop), c.set_up_s(Comparison::Engine),
        c.set_up_s(Comparison::Actors));
  }
}

/// Mean latencies over the same requests; the event loop's is the closed form, for it neither waits nor
/// shares.
void print_agreement(const std::vector<Comparison>& comparisons) {
  fmt::print("\nThe same work: mean latency [ms] and mean number of requests in flight\n\n");
  fmt::print("{:>8} {:14} {:>11} {:>11} {:>11} {:>12}   {:>9} {:>9}\n", "devices", "load", "closed form",
             "dimsim", "actors", "difference", "dimsim", "actors");
  for (const Comparison& c : comparisons) {
    constexpr double kMilli = 1e3;
    const Outcome dimsim = c.of(Comparison::EngineAsActors);
    const Outcome actors = c.of(Comparison::Actors);
    fmt::print("{:>8} {:14} {:>11.4f} {:>11.4f} {:>11.4f} {:>+10.3f} %   {:>9.0f} {:>9.0f}\n",
               c.load().devices, c.name(), c.load().closed_form_latency_s() * kMilli,
               dimsim.mean_latency_s * kMilli, actors.mean_latency_s * kMilli,
               100 * (dimsim.mean_latency_s / actors.mean_latency_s - 1), dimsim.in_flight, actors.in_flight);
  }
}

void print_target(const std::string& what, const std::string& measured, const std::string& target,
                  bool reached) {
  fmt::print("  {:<62} {:>9}  {:<7} {}\n", what, measured, target, reached ? "reached" : "MISSED");
}

void print_speed_targets(const std::vector<Comparison>& comparisons) {
  std::vector<double> rates;  // of the loads that differ in the number of devices alone
  for (const Comparison& c : comparisons) {
    if (c.name() == comparisons.front().name()) {
      rates.push_back(c.rate(Comparison::Engine));
    }
    if (c.load().devices == 1'000) {
      const double over_default = c.times(Comparison::Actors);
      const double over_tuned = c.times(Comparison::TunedActors);
      print_target(fmt::format("times the actor program, 1,000 devices, {}", c.name()),
                   fmt::format("{:.1f}", over_default), ">= 8", over_default >= 8);
      print_target(fmt::format("times the tuned actor program, 1,000 devices, {}", c.name()),
                   fmt::format("{:.1f}", over_tuned), ">= 4", over_tuned >= 4);
    }
  }
  const auto [slowest, fastest] = std::minmax_element(rates.begin(), rates.end());
  print_target("fastest / slowest of 10, 1,000 and 100,000 devices",
               fmt::format("{:.2f}", *fastest / *slowest), "<= 2", *fastest <= 2 * *slowest);
}

void compare_speed(const Effort& effort) {
  constexpr const char* kShort = "short text";
  constexpr std::uint32_t kLongTextBytes = 20'000;
  constexpr std::uint32_t kBusyBackhaul = 62'500'000;  // 80 % busy with long texts
  const std::vector<Comparison> comparisons{
      {kShort, {.devices = 10}, effort},
      {kShort, {.devices = 1'000}, effort},
      {kShort, {.devices = 100'000}, effort},
      {"long text", {.devices = 1'000, .text_bytes = kLongTextBytes}, effort},
      {"busy backhaul", {.devices = 1'000, .text_bytes = kLongTextBytes, .backhaul = kBusyBackhaul}, effort}};
  print_speed(comparisons, effort.repetitions);
  print_agreement(comparisons);
  fmt::print("\nTargets\n\n");
  print_speed_targets(comparisons);
}

void measure_memory(const Effort& effort) {
  const std::uint64_t fewer = effort.requests / 5;
  std::vector<Measured> runs{engine({.devices = 1'000, .requests = fewer}),
                             engine({.devices = 100'000, .requests = fewer}),
                             engine({.devices = 1'000, .requests = effort.requests})};
  run_interleaved(runs, 1);
  const auto peak = [&runs](std::size_t run) { return runs[run].median().peak_bytes; };
  const double per_device = (peak(1) - peak(0)) / (100'000 - 1'000);
  const double per_request = (peak(2) - peak(0)) / static_cast<double>(effort.requests - fewer);
  print_target("bytes per device, between 1,000 and 100,000", fmt::format("{:.0f}", per_device), "<= 4096",
               per_device <= 4096);
  print_target(fmt::format("bytes per request, between {} and {}", fewer, effort.requests),
               fmt::format("{:.0f}", per_request), "<= 300", per_request <= 300);
}

void measure_overload(const Effort& effort) {
  const Load few{.requests = effort.requests / 50, .servers = kOverloadedServers};
  Load many = few;
  many.requests = few.requests * 10;
  std::vector<Measured> runs{engine(few), engine(many)};
  run_interleaved(runs, effort.repetitions);
  const double growth = runs[1].median().cpu_s / runs[0].median().cpu_s / 10;
  print_target(fmt::format("time per request at load 2, {} / {} requests", many.requests, few.requests),
               fmt::format("{:.2f}", growth), "<= 1.5", growth <= 1.5);
}

void measure_million(const Effort& effort) {
  constexpr double kMebibyte = 1024 * 1024;
  std::vector<Measured> runs{engine({.devices = 10'000, .requests = effort.requests})};
  run_interleaved(runs, 1);
  const Outcome outcome = runs[0].median();
  print_target(fmt::format("{} requests over 10,000 devices, {:.0f} MiB", effort.requests,
                           outcome.peak_bytes / kMebibyte),
               fmt::format("{:.1f} s", outcome.cpu_s), "done",
               outcome.requests == static_cast<double>(effort.requests));
}

void run_all(const Effort& effort) {
  compare_speed(effort);
  measure_memory(effort);
  measure_overload(effort);
  measure_million(effort);
}

}  // namespace

}  // namespace dimsim::bench

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.empty()) {
      dimsim::bench::run_all({});
    } else if (words == std::vector<std::string>{"--quick"}) {
      dimsim::bench::run_all({.repetitions = 1, .requests = 200'000, .actor_requests = 20'000});
    } else {
      std::fputs("usage: bench [--quick]\n", stderr);
      return 2;
    }
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
