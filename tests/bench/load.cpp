#include "bench/load.hpp"

#include "dimsim/base/random.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/core.h>

namespace dimsim::bench {

Load parse_load(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() != 6) {
    throw std::invalid_argument("usage: " + words.at(0) + " DEVICES REQUESTS TEXT_BYTES SERVERS BACKHAUL");
  }
  const auto number = [&words](std::size_t i) { return static_cast<std::uint32_t>(std::stoul(words[i])); };
  return {.devices = number(1),
          .requests = number(2),
          .text_bytes = number(3),
          .servers = number(4),
          .backhaul = number(5)};
}

Arrivals::Arrivals(const Load& load) : load_(load) {
  std::vector<Arrival> first;
  first.reserve(load.devices);
  for (std::uint32_t device = 0; device < load.devices; ++device) {
    first.push_back({gap_s(device, 0), device, 0});
  }
  upcoming_ = decltype(upcoming_)(std::greater<>{}, std::move(first));
}

double Arrivals::gap_s(std::uint32_t device, std::uint64_t number) const {
  return RandomStream(Load::kSeed, 0, Purpose::Arrival, device).exponential(number, 1 / load_.rate());
}

std::optional<Arrival> Arrivals::next() {
  if (given_ == load_.requests) {
    return std::nullopt;
  }
  ++given_;
  const Arrival arrival = upcoming_.top();
  upcoming_.pop();
  const std::uint64_t following = arrival.number + 1;
  upcoming_.push({arrival.date_s + gap_s(arrival.device, following), arrival.device, following});
  return arrival;
}

void Tally::add(double arrival_s, double finish_s) {
  ++requests_;
  latency_s_ += finish_s - arrival_s;
  first_arrival_s_ = std::min(first_arrival_s_, arrival_s);
  last_answer_s_ = std::max(last_answer_s_, finish_s);
}

void Tally::print(std::clock_t began) const {
  const double cpu_s = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  fmt::print("requests={} mean_latency_s={:.9g} in_flight={:.4g} cpu_s={:.6g}\n", requests_,
             latency_s_ / static_cast<double>(requests_), latency_s_ / (last_answer_s_ - first_arrival_s_),
             cpu_s);
}

}  // namespace dimsim::bench
