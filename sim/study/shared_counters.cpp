#include "dimsim/study/shared_counters.hpp"

#include "dimsim/base/error.hpp"

#include <memory>

#include <sys/mman.h>

namespace dimsim::study {

SharedCounters::SharedCounters(std::size_t count) {
  if (count == 0) {
    return;  // mmap() refuses a length of 0
  }
  // Shared memory and not a pipe: a run increments its counter for every request, without a system call.
  void* memory =
      mmap(nullptr, count * sizeof(Counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw RunError("no memory for the progress counters");
  }
  auto* counters = static_cast<Counter*>(memory);
  std::uninitialized_value_construct_n(counters, count);
  counters_ = {counters, count};
}

SharedCounters::~SharedCounters() {
  if (!counters_.empty()) {
    munmap(counters_.data(), counters_.size_bytes());
  }
}

}  // namespace dimsim::study
