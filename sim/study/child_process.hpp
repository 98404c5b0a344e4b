#pragma once

#include <csignal>
#include <unistd.h>

#include <sys/prctl.h>

namespace dimsim::study {

/// Has the system end this process when its parent dies. To be called first in a forked process; `status` is
/// its exit status if the parent is dead already.
inline void die_with(pid_t parent, int status) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(status);  // the parent died before prctl(), so that no signal will come
  }
}

}  // namespace dimsim::study
