#include "dimsim/profile/kernels.hpp"

#include <algorithm>
#include <thread>

namespace dimsim::profile {

// Each is defined by its own object of kernels.cpp.
extern const Kernels kBaselineKernels;
#ifdef DIMSIM_X86_KERNELS
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

const std::vector<const Kernels*>& available_kernels() {
  static const std::vector<const Kernels*> available = [] {
    std::vector<const Kernels*> list{&kBaselineKernels};
#ifdef DIMSIM_X86_KERNELS
    // The instruction sets of the -m options in CMakeLists.txt, any of which the compiler may use anywhere.
    // Processors with AVX-512 also have AVX2 and FMA. libgcc asks the system (XGETBV), too, whether it saves
    // the wider registers.
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
      list.push_back(&kAvx2Kernels);
    }
    if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
        __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512bw") != 0) {
      list.push_back(&kAvx512Kernels);
    }
#endif
    return list;
  }();
  return available;
}

int most_threads() {
#ifdef DIMSIM_OPENMP
  // hardware_concurrency() may be 0.
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
#else
  return 1;
#endif
}

}  // namespace dimsim::profile
