#include "dimsim/analysis/latencies.hpp"

#include <algorithm>
#include <cstddef>

namespace dimsim::analysis {

std::vector<double> measured_latencies(const ResultReader& result, const std::vector<const RunEntry*>& runs) {
  constexpr std::size_t kAtOnce = 65536;  // rows, 3.5 MiB
  std::vector<double> latencies;
  std::vector<RequestRow> rows;
  // Read in blocks: a run may have millions of requests, of which only the latencies stay in memory.
  for (const RunEntry* run : runs) {
    for (std::size_t first = 0; first < run->requests; first += kAtOnce) {
      result.read(*run, first, std::min(kAtOnce, run->requests - first), rows);
      for (const RequestRow& row : rows) {
        if (row.measured == 1 && row.is_answered()) {
          latencies.push_back(row.latency_s);
        }
      }
    }
  }
  std::sort(latencies.begin(), latencies.end());
  return latencies;
}

}  // namespace dimsim::analysis
