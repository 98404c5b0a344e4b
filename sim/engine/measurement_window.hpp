#pragma once

#include "dimsim/engine/stations.hpp"
#include "dimsim/engine/transport.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>

namespace dimsim::engine {

/// The measurement window of a run: from the first request after the warm-up to the last arrival.
///
/// Contract: on_arrival() is called for each request in order of arrival, before anything is done with it,
/// and once at the start of a run without a warm-up; close() at the last arrival, after it.
class MeasurementWindow {
 public:
  MeasurementWindow(const scenario::Workload& workload, Stations& stations, Transport& transport)
      : workload_(workload), stations_(stations), transport_(transport) {}

  /// A request arrives: opens the window if it is the first after the warm-up, and marks the middle.
  void on_arrival(std::uint64_t number, double date_s);
  /// The last request has arrived: closes the window.
  void close(double date_s);

  [[nodiscard]] bool is_open() const { return open_; }
  [[nodiscard]] double start_s() const { return start_s_; }

 private:
  [[nodiscard]] bool is_past_middle(std::uint64_t number, double date_s) const;

  const scenario::Workload& workload_;
  Stations& stations_;
  Transport& transport_;
  double start_s_ = 0;
  std::uint64_t first_ = 0;  ///< number of its first request
  bool open_ = false;
  bool middle_marked_ = false;
};

}  // namespace dimsim::engine
