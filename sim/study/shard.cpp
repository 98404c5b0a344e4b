#include "dimsim/study/shard.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <queue>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace dimsim::study {

namespace {

constexpr std::size_t kMostShards = 100'000;  ///< sanity limit; job arrays of Slurm are shorter by default

bool parse_number(const char* begin, const char* end, std::size_t& number) {
  const auto [stop, error] = std::from_chars(begin, end, number);
  return error == std::errc() && stop == end;
}

struct Piece {
  std::size_t point = 0;
  std::size_t place = 0;  ///< in the point's list
  std::uint64_t work = 0;
};

}  // namespace

Shard Shard::parse(const std::string& text) {
  Shard shard;
  // from_chars accepts neither blanks nor signs for an unsigned number, unlike streams and strtoul, which
  // read "-1" as a large number.
  const std::size_t slash = std::min(text.find('/'), text.size());
  const char* begin = text.data();
  const bool is_read = slash < text.size() && parse_number(begin, begin + slash, shard.number) &&
                       parse_number(begin + slash + 1, begin + text.size(), shard.count);
  if (!is_read || shard.number < 1 || shard.number > shard.count || shard.count > kMostShards) {
    throw InputError(fmt::format("--shard {}: expected I/N, with I from 1 to N", quote(text)),
                     "--shard 3/64 is the third of 64 parts");
  }
  return shard;
}

std::uint64_t expected_requests(const scenario::Scenario& scenario) {
  const scenario::Workload& workload = scenario.workload;
  if (workload.requests) {
    return *workload.requests;
  }
  double rate_per_s = 0;
  for (const scenario::HostGroup& group : scenario.tiers.front().hosts) {
    rate_per_s += group.count * group.rate_per_s.value_or(workload.rate_per_s);
  }
  return static_cast<std::uint64_t>(std::llround(rate_per_s * workload.duration_s.value_or(0)));
}

std::vector<std::vector<bool>> pieces_of(const Shard& shard, std::span<const Inputs> points) {
  // Each shard computes the assignment of all pieces for itself, on another machine. It must come out the
  // same everywhere: the sort is stable, and of shards with equal work the one with the lowest number is
  // taken.
  std::vector<std::vector<bool>> own(points.size());
  std::vector<Piece> pieces;
  for (std::size_t point = 0; point < points.size(); ++point) {
    const scenario::Scenario& scenario = points[point].scenario;
    own[point].resize(points[point].description.precision ? 1 : points[point].description.replications,
                      shard.count == 1);
    for (std::size_t place = 0; shard.count > 1 && place < own[point].size(); ++place) {
      pieces.push_back({point, place, expected_requests(scenario) * scenario.policies.size()});
    }
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.work > b.work; });
  using Load = std::pair<std::uint64_t, std::size_t>;  // work, shard from 1
  std::priority_queue<Load, std::vector<Load>, std::greater<>> loads;
  for (std::size_t number = 1; number <= shard.count; ++number) {
    loads.emplace(0, number);
  }
  for (const Piece& piece : pieces) {
    const auto [work, number] = loads.top();
    loads.pop();
    own[piece.point][piece.place] = number == shard.number;
    loads.emplace(work + piece.work, number);
  }
  return own;
}

}  // namespace dimsim::study
