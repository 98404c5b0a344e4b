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

struct Effort {
  int repetitions = 5;
  std::uint64_t requests = 100'000;
  std::uint64_t many_requests = 1'000'000;
};

constexpr std::uint64_t kSetUpRequests = 10;  // next to nothing but the set-up of the platform
constexpr std::uint32_t kLongTextBytes = 20'000;
constexpr std::uint32_t kOverloadedServers = 25;  // 2,500 requests per second of 20 ms each: load 2

std::vector<std::string> arguments(const Load& load) {
  return {std::to_string(load.devices), std::to_string(load.requests), std::to_string(load.text_bytes),
          std::to_string(load.servers)};
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

std::string verdict(bool reached) { return reached ? "reached" : "MISSED"; }

/// The four programs on one load, each with a second load that is set-up only.
struct Comparison {
  Load load;
  std::vector<Measured> programs;

  explicit Comparison(const Load& of) : load(of) {
    for (const std::uint64_t requests : {load.requests, kSetUpRequests}) {
      Load part = load;
      part.requests = requests;
      programs.insert(programs.end(), {engine(part), actors(part), tuned_actors(part), event_loop(part)});
    }
  }

  [[nodiscard]] Outcome of(std::size_t program) const { return programs[program].median(); }
  [[nodiscard]] double set_up_s(std::size_t program) const { return programs[program + 4].median().cpu_s; }
  /// Simulated requests per second, set-up excluded.
  [[nodiscard]] double rate(std::size_t program) const {
    return static_cast<double>(load.requests - kSetUpRequests) / (of(program).cpu_s - set_up_s(program));
  }
};

enum Program : std::size_t { Engine, Actors, TunedActors, EventLoop };

void print_speed(const std::vector<Comparison>& comparisons, int repetitions) {
  fmt::print("Simulated requests per second, median of {} runs (processor time, set-up excluded)\n\n",
             repetitions);
  fmt::print("{:>8} {:>7} | {:>9} {:>9} {:>9} {:>10} | {:>8} {:>8} {:>8} | {:>7} {:>7}\n", "", "", "dimsim",
             "actors", "actors", "bare event", "dimsim /", "dimsim /", "dimsim /", "set-up", "set-up");
  fmt::print("{:>8} {:>7} | {:>9} {:>9} {:>9} {:>10} | {:>8} {:>8} {:>8} | {:>7} {:>7}\n", "devices",
             "text B", "", "default", "tuned", "loop", "default", "tuned", "loop", "dimsim", "actors");
  for (const Comparison& c : comparisons) {
    const double dimsim = c.rate(Engine);
    fmt::print(
        "{:>8} {:>7} | {:>9.0f} {:>9.0f} {:>9.0f} {:>10.0f} | {:>8.1f} {:>8.1f} {:>8.3f} | {:>5.2f} s "
        "{:>5.2f} s\n",
        c.load.devices, c.load.text_bytes, dimsim, c.rate(Actors), c.rate(TunedActors), c.rate(EventLoop),
        dimsim / c.rate(Actors), dimsim / c.rate(TunedActors), dimsim / c.rate(EventLoop), c.set_up_s(Engine),
        c.set_up_s(Actors));
  }
}

void print_agreement(const std::vector<Comparison>& comparisons) {
  fmt::print("\nThe same work: mean latency [ms] and mean number of requests in flight\n\n");
  fmt::print("{:>8} {:>7} | {:>11} | {:>11} {:>11} {:>11} | {:>7} {:>7} {:>7}\n", "", "", "no waiting,", "",
             "", "bare event", "", "", "");
  fmt::print("{:>8} {:>7} | {:>11} | {:>11} {:>11} {:>11} | {:>7} {:>7} {:>7}\n", "devices", "text B",
             "closed form", "dimsim", "actors", "loop", "dimsim", "actors", "loop");
  for (const Comparison& c : comparisons) {
    constexpr double kMilli = 1e3;
    fmt::print("{:>8} {:>7} | {:>11.4f} | {:>11.4f} {:>11.4f} {:>11.4f} | {:>7.0f} {:>7.0f} {:>7.0f}\n",
               c.load.devices, c.load.text_bytes, c.load.closed_form_latency_s() * kMilli,
               c.of(Engine).mean_latency_s * kMilli, c.of(Actors).mean_latency_s * kMilli,
               c.of(EventLoop).mean_latency_s * kMilli, c.of(Engine).in_flight, c.of(Actors).in_flight,
               c.of(EventLoop).in_flight);
  }
}

void print_speed_targets(const Comparison& few, const Comparison& thousand, const Comparison& many) {
  const double over_default = thousand.rate(Engine) / thousand.rate(Actors);
  const double over_tuned = thousand.rate(Engine) / thousand.rate(TunedActors);
  const auto [slowest, fastest] = std::minmax({few.rate(Engine), thousand.rate(Engine), many.rate(Engine)});
  fmt::print("\nTargets\n\n");
  fmt::print("  {:<58} {:>8.1f}  >= 8     {}\n", "times the actor program, 1,000 devices", over_default,
             verdict(over_default >= 8));
  fmt::print("  {:<58} {:>8.1f}  >= 4     {}\n", "times the tuned actor program, 1,000 devices", over_tuned,
             verdict(over_tuned >= 4));
  fmt::print("  {:<58} {:>8.2f}  <= 2     {}\n", "fastest / slowest of 10, 1,000 and 100,000 devices",
             fastest / slowest, verdict(fastest / slowest <= 2));
}

void compare_speed(const Effort& effort) {
  std::vector<Comparison> comparisons;
  for (const std::uint32_t devices : {10U, 1'000U, 100'000U}) {
    comparisons.emplace_back(Load{.devices = devices, .requests = effort.requests});
  }
  comparisons.emplace_back(Load{.devices = 1'000, .requests = effort.requests, .text_bytes = kLongTextBytes});
  for (Comparison& comparison : comparisons) {
    run_interleaved(comparison.programs, effort.repetitions);
  }
  print_speed(comparisons, effort.repetitions);
  print_agreement(comparisons);
  print_speed_targets(comparisons[0], comparisons[1], comparisons[2]);
}

void measure_memory(const Effort& effort) {
  const std::uint64_t few_requests = effort.many_requests / 5;
  std::vector<Measured> runs{engine({.devices = 1'000, .requests = few_requests}),
                             engine({.devices = 100'000, .requests = few_requests}),
                             engine({.devices = 1'000, .requests = effort.many_requests}),
                             actors({.devices = 1'000, .requests = few_requests}),
                             actors({.devices = 100'000, .requests = few_requests})};
  run_interleaved(runs, 1);
  const auto peak = [&runs](std::size_t run) { return runs[run].median().peak_bytes; };
  const double per_device = (peak(1) - peak(0)) / (100'000 - 1'000);
  const double per_request = (peak(2) - peak(0)) / static_cast<double>(effort.many_requests - few_requests);
  fmt::print("  {:<58} {:>8.0f}  <= 4096  {}\n", "bytes per device, between 1,000 and 100,000", per_device,
             verdict(per_device <= 4096));
  fmt::print("  {:<58} {:>8.0f}\n", "  the same of the actor program",
             (peak(4) - peak(3)) / (100'000 - 1'000));
  fmt::print("  {:<58} {:>8.0f}  <= 300   {}\n",
             fmt::format("bytes per request, between {} and {}", few_requests, effort.many_requests),
             per_request, verdict(per_request <= 300));
}

void measure_overload(const Effort& effort) {
  const Load few{.requests = effort.many_requests / 50, .servers = kOverloadedServers};
  Load many = few;
  many.requests = few.requests * 10;
  std::vector<Measured> runs{engine(few), engine(many)};
  run_interleaved(runs, effort.repetitions);
  const double few_us = runs[0].median().cpu_s / static_cast<double>(few.requests) * 1e6;
  const double many_us = runs[1].median().cpu_s / static_cast<double>(many.requests) * 1e6;
  fmt::print("  {:<58} {:>8.2f}  <= 1.5   {}\n",
             fmt::format("µs per request at load 2: {} ({:.1f}) to {} ({:.1f})", few.requests, few_us,
                         many.requests, many_us),
             many_us / few_us, verdict(many_us <= 1.5 * few_us));
}

void measure_million(const Effort& effort) {
  std::vector<Measured> runs{engine({.devices = 10'000, .requests = effort.many_requests})};
  run_interleaved(runs, 1);
  const Outcome outcome = runs[0].median();
  fmt::print("  {:<58} {:>6.1f} s  complete {:>7.0f} MiB\n",
             fmt::format("{} requests over 10,000 devices", effort.many_requests), outcome.cpu_s,
             outcome.peak_bytes / (1024 * 1024));
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
      dimsim::bench::run_all({.repetitions = 1, .requests = 20'000, .many_requests = 200'000});
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
