#pragma once

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>

namespace dimsim::study {

/// The user interrupted the program (Ctrl-C, SIGTERM, a closed terminal): it exits with status 130.
class Interrupted : public std::runtime_error {
 public:
  /// `left` tells the user what was kept of the results.
  explicit Interrupted(const std::string& left = "nothing was written")
      : std::runtime_error("interrupted; " + left) {}
};

/// While an object lives, SIGINT, SIGTERM and SIGHUP do not end the process: wait() and check() throw
/// Interrupted instead, so that temporary files are removed. A signal that was ignored at the start (nohup)
/// stays ignored. Signals that arrive after the last wait() or check() have no effect.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  /// Waits until a child ends (SIGCHLD) or the time is over. Throws Interrupted.
  void wait(std::chrono::milliseconds time) const;
  /// Throws Interrupted if the user has interrupted the program.
  void check() const { wait(std::chrono::milliseconds(0)); }

  /// For a forked child: restores the signal mask, and ignores the terminating signals, because the parent
  /// ends its children.
  void leave_in_child() const;

 private:
  sigset_t watched_{};
  sigset_t before_{};
};

}  // namespace dimsim::study
