#include "dimsim/analysis/paired_requests.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

constexpr std::size_t kRowsAtOnce = 1U << 16U;  ///< 3.5 MiB for each run

std::string described(const RequestRow& row) {
  return fmt::format("sample {} on device {} at {} s{}", row.sample, row.device, row.arrival_s,
                     row.measured != 0 ? "" : " (warm-up)");
}

[[noreturn]] void refuse_pairing(const ResultReader& result, const RunEntry& run, const RunEntry& other,
                                 const std::string& found) {
  throw InputError(
      file_place(result.path().string()),
      fmt::format(
          "'{}' (policy '{}') and '{}' (policy '{}') cannot be paired: {}; expected the same requests",
          run.group, run.policy, other.group, other.policy, found),
      "one `dimsim run` makes the policies of a point on the same requests");
}

// Compared for exact equality, the arrival included: common random numbers give the same bits, and a run with
// other requests must be refused, not compared approximately.
bool is_same_request(const RequestRow& one, const RequestRow& other) {
  return one.device == other.device && one.sample == other.sample && one.arrival_s == other.arrival_s &&
         one.measured == other.measured;
}

}  // namespace

std::size_t period_of(const RequestRow& row, const RunEntry& run, std::size_t periods) {
  // The measurement window may have no length, as with a single measured request.
  const double length = run.last_arrival_s - run.warm_up_end_s;
  const double share = length > 0 ? (row.arrival_s - run.warm_up_end_s) / length : 0;
  const auto last = static_cast<double>(periods - 1);
  // The last arrival is at share 1, and belongs to the last period.
  return static_cast<std::size_t>(std::clamp(std::floor(share * static_cast<double>(periods)), 0.0, last));
}

bool for_each_request(const ResultReader& result, std::span<const RunEntry* const> runs,
                      const std::function<bool(std::span<const RequestRow> rows)>& use) {
  const RunEntry& last = *runs.back();
  for (const RunEntry* run : runs) {
    if (run->requests != last.requests) {
      refuse_pairing(result, *run, last,
                     fmt::format("they have {} and {} requests", run->requests, last.requests));
    }
  }
  std::vector<std::vector<RequestRow>> pieces(runs.size());
  std::vector<RequestRow> rows(runs.size());
  for (std::size_t first = 0; first < last.requests; first += kRowsAtOnce) {
    const std::size_t count = std::min(kRowsAtOnce, last.requests - first);
    for (std::size_t run = 0; run < runs.size(); ++run) {
      // A baseline that is paired with itself is read once.
      if (run > 0 && runs[run] == runs[run - 1]) {
        pieces[run] = pieces[run - 1];
      } else {
        result.read(*runs[run], first, count, pieces[run]);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t run = 0; run < runs.size(); ++run) {
        rows[run] = pieces[run][i];
        if (!is_same_request(rows[run], pieces.back()[i])) {
          refuse_pairing(result, *runs[run], last,
                         fmt::format("request {} is {} in one, {} in the other", first + i,
                                     described(rows[run]), described(pieces.back()[i])));
        }
      }
      if (!use(rows)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace dimsim::analysis
