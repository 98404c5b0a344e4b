#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::platform {

/// The simulation kernel: a clock, events at dates, and transfers that share links max-min fairly. The only
/// door to SimGrid; it keeps that library's traps (one engine per process, same-date order, zero-byte and
/// unowned transfers, weighted sharing) away from the rest.
///
/// Contract: at most one Kernel per process, ever. Build with add_link and add_endpoint, then seal(), then
/// run(). at() and transfer() may be called before run() and from Events::on_event. Each token comes back
/// exactly once. Events of one date are delivered in the order of their `order` number, then in the order in
/// which they were asked for.
class Kernel {
 public:
  using LinkId = std::uint32_t;
  using Endpoint = std::uint32_t;

  /// Who hears of what happens.
  class Events {
   public:
    virtual ~Events() = default;
    virtual void on_event(std::uint64_t token) = 0;
  };

  Kernel();
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  /// A link of fixed capacity [B/s], without latency: propagation is the caller's, by at().
  LinkId add_link(double bytes_per_s);
  /// A place that sends over `outgoing` and receives over `incoming`; a transfer crosses the sender's
  /// outgoing and the receiver's incoming links, together at least one.
  Endpoint add_endpoint(const std::vector<LinkId>& outgoing, const std::vector<LinkId>& incoming);
  void seal();

  /// Current date [s]. It never goes back.
  [[nodiscard]] double now() const;
  /// on_event(token) at `date`, which must not lie in the past.
  void at(double date, std::uint64_t token, std::uint64_t order);
  /// on_event(token) when all `bytes` have left. A transfer of 0 bytes ends at once.
  void transfer(Endpoint from, Endpoint to, std::uint64_t bytes, std::uint64_t token, std::uint64_t order);
  /// A hint, without effect on results: soon a transfer begins at `from`, whose link is `link`. With very
  /// many devices most of a transfer's time would go into waiting for their data to come from memory.
  void expect_transfer(Endpoint from, LinkId link) const;
  /// Runs until nothing is left to happen. Exceptions thrown by on_event come out of here.
  void run(Events& events);

  /// Version and settings, for results: "SimGrid 3.32 network/model:CM02 …".
  [[nodiscard]] static std::string description();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dimsim::platform
