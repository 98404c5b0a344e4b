#include "dimsim/study/signal_watch.hpp"

#include <algorithm>
#include <array>

namespace dimsim::study {

namespace {

// The signals are blocked and fetched by sigtimedwait(). With handlers there would be a race between testing
// a flag and going to sleep, and SIGCHLD would need the same care; so one call waits for both.

/// The signals by which a user ends a program: Ctrl-C, `kill`, a terminal that is closed.
constexpr std::array kTerminatingSignals{SIGINT, SIGTERM, SIGHUP};

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

timespec to_timespec(std::chrono::milliseconds time) {
  constexpr long kNanosPerMilli = 1'000'000;
  return {time.count() / 1000, time.count() % 1000 * kNanosPerMilli};
}

}  // namespace

SignalWatch::SignalWatch() {
  sigemptyset(&watched_);
  sigaddset(&watched_, SIGCHLD);
  for (const int signal : kTerminatingSignals) {
    if (!is_ignored(signal)) {
      sigaddset(&watched_, signal);
    }
  }
  std::signal(SIGCHLD, SIG_DFL);  // if ignored, children could not be waited for
  sigprocmask(SIG_BLOCK, &watched_, &before_);
}

SignalWatch::~SignalWatch() {
  const timespec now = to_timespec(std::chrono::milliseconds(0));
  while (sigtimedwait(&watched_, nullptr, &now) > 0) {
    // Discarded: once unblocked, they would end the process although its work is done.
  }
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

void SignalWatch::wait(std::chrono::milliseconds time) const {
  const timespec timeout = to_timespec(time);
  const int signal = sigtimedwait(&watched_, nullptr, &timeout);
  if (std::find(kTerminatingSignals.begin(), kTerminatingSignals.end(), signal) !=
      kTerminatingSignals.end()) {
    throw Interrupted();
  }
}

void SignalWatch::leave_in_child() const {
  for (const int signal : kTerminatingSignals) {
    std::signal(signal, SIG_IGN);
  }
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace dimsim::study
