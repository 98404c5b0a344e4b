#include "dimsim/study/forking.hpp"

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/mman.h>

namespace dimsim::study {

namespace {

constexpr int kCollapse = 25;  // MADV_COLLAPSE of Linux 6.1, newer than the headers of Debian 12's libc
constexpr std::uintptr_t kHugePage = std::uintptr_t{2} << 20U;  // [B]

}  // namespace

void prepare_for_forks() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (!line.ends_with("[heap]")) {
      continue;
    }
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    std::istringstream(line) >> std::hex >> begin >> dash >> end;
    begin = (begin + kHugePage - 1) / kHugePage * kHugePage;
    end = end / kHugePage * kHugePage;
    // Page by page: a call for the whole range may stop at the first page that cannot be collapsed, such as
    // one that was never written. Failures are ignored, since only speed depends on it; before Linux 6.1 the
    // first call alone lets the kernel collapse the pages later, in the background.
    for (; begin < end; begin += kHugePage) {
      void* page =
          reinterpret_cast<void*>(begin);  // NOLINT(performance-no-int-to-ptr): an address from /proc
      madvise(page, kHugePage, MADV_HUGEPAGE);
      madvise(page, kHugePage, kCollapse);
    }
  }
}

}  // namespace dimsim::study
