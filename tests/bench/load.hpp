#pragma once

#include <cstdint>
#include <ctime>
#include <limits>
#include <optional>
#include <queue>
#include <vector>

namespace dimsim::bench {

/// What every program of the benchmark simulates: devices send a text to one server with several slots in the
/// cloud, which answers. About 300 requests are in flight: kTotalRate × closed_form_latency_s().
struct Load {
  static constexpr double kTotalRate = 2500;         ///< of all devices together [1/s]
  static constexpr double kAccess = 2.5e6;           ///< of each device, each direction [B/s]
  static constexpr double kWan = 1.25e9;             ///< shared by all, each direction [B/s]
  static constexpr double kAccessLatency = 0.010;    ///< one way [s]
  static constexpr double kBackhaulLatency = 0.005;  ///< one way [s]
  static constexpr double kWanLatency = 0.035;       ///< one way [s]
  static constexpr double kPropagation = kAccessLatency + kBackhaulLatency + kWanLatency;
  static constexpr double kService = 0.020;           ///< [s]
  static constexpr std::uint64_t kAnswerBytes = 100;  ///< [B]
  static constexpr std::uint64_t kSeed = 1;

  std::uint32_t devices = 1000;
  std::uint64_t requests = 100'000;
  std::uint32_t text_bytes = 400;        ///< [B]
  std::uint32_t servers = 64;            ///< slots of the server
  std::uint32_t backhaul = 125'000'000;  ///< shared by all, each direction [B/s]

  /// Poisson stream of each device [1/s].
  [[nodiscard]] double rate() const { return kTotalRate / devices; }
  /// Of a request that waits for nothing and shares no link: 2 × propagation + service + bytes / access [s].
  [[nodiscard]] double closed_form_latency_s() const {
    return 2 * kPropagation + kService + static_cast<double>(text_bytes + kAnswerBytes) / kAccess;
  }
};

/// Load of a program called as: PROGRAM DEVICES REQUESTS TEXT_BYTES SERVERS BACKHAUL. Throws
/// std::invalid_argument for any other number of words.
[[nodiscard]] Load parse_load(int argc, char** argv);

struct Arrival {
  double date_s = 0;
  std::uint32_t device = 0;
  std::uint64_t number = 0;  ///< of its device

  bool operator>(const Arrival& other) const {
    return date_s != other.date_s ? date_s > other.date_s : device > other.device;
  }
};

/// The same arrivals that the engine draws: one Poisson stream for each device, merged.
class Arrivals {
 public:
  explicit Arrivals(const Load& load);
  [[nodiscard]] std::optional<Arrival> next();

 private:
  [[nodiscard]] double gap_s(std::uint32_t device, std::uint64_t number) const;

  Load load_;
  std::uint64_t given_ = 0;
  std::priority_queue<Arrival, std::vector<Arrival>, std::greater<>> upcoming_;
};

/// Adds up what the programs report of the simulated requests.
class Tally {
 public:
  void add(double arrival_s, double finish_s);
  /// "requests=N mean_latency_s=X in_flight=X cpu_s=X" on standard output, for the driver. The mean number in
  /// flight is, by Little's law, the sum of the latencies over the time between the first arrival and the
  /// last answer.
  void print(std::clock_t began) const;

 private:
  std::uint64_t requests_ = 0;
  double latency_s_ = 0;
  double first_arrival_s_ = std::numeric_limits<double>::infinity();
  double last_answer_s_ = 0;
};

}  // namespace dimsim::bench
