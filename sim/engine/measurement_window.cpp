#include "dimsim/engine/measurement_window.hpp"

namespace dimsim::engine {

bool MeasurementWindow::is_past_middle(std::uint64_t number, double date_s) const {
  // Half-way by what ends the run: its requests or its duration.
  return workload_.requests ? number >= first_ + (*workload_.requests - first_) / 2
                            : date_s >= (start_s_ + *workload_.duration_s) / 2;
}

void MeasurementWindow::on_arrival(std::uint64_t number, double date_s) {
  if (!open_ && number >= workload_.warm_up_requests && date_s >= workload_.warm_up_s) {
    // Opens with a request, not at a date: so the first request that is measured also is the first whose work
    // and bytes are offered, and load is not biased by the gap before it.
    open_ = true;
    start_s_ = date_s;
    first_ = number;
    stations_.open_window(date_s);
    transport_.set_window_open(true);
  }
  if (open_ && !middle_marked_ && is_past_middle(number, date_s)) {
    middle_marked_ = true;
    stations_.mark_middle();
  }
}

void MeasurementWindow::close(double date_s) {
  if (open_) {
    stations_.close_window(date_s);
    transport_.set_window_open(false);
    open_ = false;
  }
}

}  // namespace dimsim::engine
