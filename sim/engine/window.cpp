#include "dimsim/engine/window.hpp"

namespace dimsim::engine {

bool Window::is_past_middle(std::uint64_t number, double date_s) const {
  return workload_.requests ? number >= first_ + (*workload_.requests - first_) / 2
                            : date_s >= (start_s_ + *workload_.duration_s) / 2;
}

void Window::on_arrival(std::uint64_t number, double date_s) {
  if (!open_ && number >= workload_.warm_up_requests && date_s >= workload_.warm_up_s) {
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

void Window::close(double date_s) {
  if (open_) {
    stations_.close_window(date_s);
    transport_.set_window_open(false);
    open_ = false;
  }
}

}  // namespace dimsim::engine
