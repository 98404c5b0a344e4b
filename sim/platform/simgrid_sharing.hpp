#pragma once

#include "dimsim/platform/flight.hpp"
#include "dimsim/platform/link_table.hpp"
#include "dimsim/platform/sharing.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

namespace dimsim::platform {

/// Max-min sharing by SimGrid, for flights that cross several contended links; and SimGrid's clock, which the
/// kernel follows while flights are here.
///
/// Contract: at most one per process, ever. `on_end(flight)` is called when a flight has ended, inside
/// SimGrid's own step: it must not call back. A flight that joins starts at the next hand_over(), for which
/// SimGrid's clock must have reached the date of the call. When the capacity of a link changes, the flights
/// that cross it leave before and join again afterwards: SimGrid fixes the greatest rate of a transfer when
/// it starts.
class SimGridSharing final : public Sharing {
 public:
  using OnEnd = std::function<void(std::uint32_t flight)>;

  SimGridSharing(std::vector<Flight>& flights, const LinkTable& links, OnEnd on_end);
  ~SimGridSharing() override;
  SimGridSharing(const SimGridSharing&) = delete;
  SimGridSharing& operator=(const SimGridSharing&) = delete;

  void add_link(double bytes_per_s);
  void add_endpoint(const std::vector<std::uint32_t>& outgoing, const std::vector<std::uint32_t>& incoming);
  void seal();

  void join(std::uint32_t flight, double now) override;
  double leave(std::uint32_t flight, double now) override;

  /// Flights that are here.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Flights that have ever joined, each as often as it did.
  [[nodiscard]] std::uint64_t joins() const { return joins_; }
  [[nodiscard]] bool has_starting() const { return !starting_.empty(); }
  /// Starts the flights that have joined.
  void hand_over();
  /// Forgets the activities that are over. Not to be called inside SimGrid's own step.
  void release_ended() { over_.clear(); }

  [[nodiscard]] static double clock() { return simgrid::s4u::Engine::get_clock(); }
  /// Calls `wake` at `date` or at the date set before, whichever is earlier.
  void wake_at(double date, const std::function<void()>& wake);
  /// Runs until there is nothing left to do and no date to wake at.
  void run();

  [[nodiscard]] static std::string description();

 private:
  /// A flight's stay with SimGrid.
  struct Stay {
    simgrid::s4u::CommPtr comm;  ///< SimGrid crashes when the last pointer to a running activity goes
    double units = 0;            ///< that it begins with
    double rounding = 0;         ///< by which these are too few
  };

  static SimGridSharing*& running();
  void on_completion(const simgrid::s4u::Activity& activity);

  std::vector<Flight>& flights_;
  const LinkTable& links_;
  OnEnd on_end_;
  simgrid::s4u::Engine& engine_;
  simgrid::s4u::NetZone* zone_ = nullptr;
  std::vector<simgrid::s4u::Link*> simgrid_links_;
  std::vector<simgrid::s4u::Host*> hosts_;
  std::vector<Stay> stays_;                  ///< by flight
  std::vector<std::uint32_t> starting_;      ///< to be started when SimGrid's clock is there
  std::vector<simgrid::s4u::CommPtr> over_;  ///< ended or cancelled; not dropped inside SimGrid's step
  std::size_t size_ = 0;
  std::uint64_t joins_ = 0;
  simgrid::kernel::timer::Timer* timer_ = nullptr;
  double timer_date_ = std::numeric_limits<double>::infinity();
};

}  // namespace dimsim::platform
