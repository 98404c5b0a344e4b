#include "dimsim/engine/link_accounts.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace dimsim::engine {
namespace {

/// All links get bins of the same width, the widest that any of them needs, so that figures can compare them.
void fill_courses(const RunFacts& facts, results::RunResult& result) {
  std::vector<TimeBins> courses = facts.link_courses;
  for (TimeBins& course : courses) {
    course.cover(result.end_s);
    result.bin_s = std::max(result.bin_s, course.width_s());
  }
  for (std::size_t link = 0; link < courses.size(); ++link) {
    TimeBins& course = courses[link];
    course.widen_to(result.bin_s);
    TimeBins differences = facts.link_capacities.differences()[link];
    differences.widen_to(result.bin_s);
    results::LinkAccount& account = result.links[link];
    // A transfer is noted at its mean rate when it ends. Where its rate changed on the way, that puts more
    // into a bin than the link could carry, and levelling moves the excess to the neighbouring bins.
    course.level(account.bytes_per_s * static_cast<double>(account.links), result.end_s, differences);
    account.course = course.amounts();
  }
}

}  // namespace

void fill_links(const RunFacts& facts, results::RunResult& result) {
  const double window_s = result.last_arrival_s - facts.window_start_s;
  for (const platform::LinkGroup& group : facts.link_groups) {
    results::LinkAccount account;
    account.name = group.name;
    account.kind = group.kind;
    account.links = 0;
    account.bytes_per_s = group.bytes_per_s;
    result.links.push_back(account);
  }
  for (std::size_t link = 0; link < facts.group_of_link.size(); ++link) {
    results::LinkAccount& account = result.links[facts.group_of_link[link]];
    const LinkMeter& meter = facts.link_meters[link];
    ++account.links;
    account.bytes += meter.bytes;
    const double capacity = facts.link_capacities.window_bytes(static_cast<platform::Kernel::LinkId>(link),
                                                               account.bytes_per_s, window_s);  // [B]
    if (capacity > 0) {
      account.utilisation += meter.window_bytes / capacity;  // sums; divided by the links below
      account.offered_load += meter.offered_bytes / capacity;
      account.busiest_utilisation = std::max(account.busiest_utilisation, meter.window_bytes / capacity);
    } else if (window_s > 0 && meter.offered_bytes > 0) {
      // The link was out during the whole window: it has no utilisation, but messages that wait for it.
      account.offered_load = std::numeric_limits<double>::infinity();
    }
  }
  for (results::LinkAccount& account : result.links) {
    const auto links = static_cast<double>(std::max<std::uint64_t>(1, account.links));
    account.utilisation /= links;
    account.offered_load /= links;
    account.overloaded = account.offered_load >= 1;
  }
  fill_courses(facts, result);
}

}  // namespace dimsim::engine
