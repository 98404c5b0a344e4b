#pragma once

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>

namespace dimsim::study {

/// The user ended the work (Ctrl-C, SIGTERM, a closed terminal): the command ends with status 130.
class Interrupted : public std::runtime_error {
 public:
  /// `left` says what there is of the work.
  explicit Interrupted(const std::string& left = "nothing was written")
      : std::runtime_error("interrupted; " + left) {}
};

/// While it lives, SIGINT, SIGTERM and SIGHUP no longer end the process but throw Interrupted at points of
/// its choice, so that temporary files are removed. One that was ignored from the start (nohup) stays so.
/// Signals that arrive after the last such point are too late and have no effect.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  /// Waits until a child ends or the time is over. Throws Interrupted.
  void wait(std::chrono::milliseconds time) const;
  /// Throws Interrupted when the user ended the work by now.
  void check() const { wait(std::chrono::milliseconds(0)); }

  /// For a forked child: signals as they were before, but an interrupt is left to the parent, which ends its
  /// children.
  void leave_in_child() const;

 private:
  sigset_t watched_{};
  sigset_t before_{};
};

}  // namespace dimsim::study
