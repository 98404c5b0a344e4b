#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

/// Max-min fair sharing by progressive filling (Bertsekas and Gallager, Data Networks, section 6.5.2),
/// written apart from the simulator to check it.
namespace dimsim::fluid {

struct Message {
  double sent_s = 0;
  double bytes = 0;
  std::vector<int> links;
  int connection = 0;  ///< messages of one connection go one after another
};

/// Rates [B/s] of the active flows (given by the links they cross), for link capacities `capacity`.
inline std::vector<double> max_min(const std::vector<std::vector<int>>& flows, std::vector<double> capacity) {
  std::vector<double> rate(flows.size(), -1);
  std::size_t left = flows.size();
  while (left > 0) {
    std::vector<int> users(capacity.size(), 0);
    for (std::size_t flow = 0; flow < flows.size(); ++flow) {
      for (const int link : flows[flow]) {
        users[static_cast<std::size_t>(link)] += rate[flow] < 0 ? 1 : 0;
      }
    }
    std::size_t tightest = 0;
    double share = std::numeric_limits<double>::infinity();
    for (std::size_t link = 0; link < capacity.size(); ++link) {
      if (users[link] > 0 && capacity[link] / users[link] < share) {
        share = capacity[link] / users[link];
        tightest = link;
      }
    }
    for (std::size_t flow = 0; flow < flows.size(); ++flow) {
      const auto& links = flows[flow];
      if (rate[flow] < 0 &&
          std::find(links.begin(), links.end(), static_cast<int>(tightest)) != links.end()) {
        rate[flow] = share;
        --left;
        for (const int link : links) {
          capacity[static_cast<std::size_t>(link)] -= share;
        }
      }
    }
  }
  return rate;
}

/// From `at_s` on the link has another capacity; 0 is an outage.
struct CapacityChange {
  double at_s = 0;
  int link = 0;
  double bytes_per_s = 0;
};

/// Instants at which each message has left, for messages in order of sent_s and changes in order of at_s.
inline std::vector<double> departures(const std::vector<Message>& messages, std::vector<double> capacity,
                                      const std::vector<CapacityChange>& changes = {}) {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<double> departed(messages.size(), -1);
  std::vector<double> left(messages.size(), 0);
  std::vector<std::size_t> active;
  std::map<int, std::vector<std::size_t>> waiting;  // by connection, behind the active one
  std::size_t next = 0;
  std::size_t change = 0;
  double now = 0;
  while (next < messages.size() || !active.empty()) {
    std::vector<std::vector<int>> flows;
    flows.reserve(active.size());
    for (const std::size_t index : active) {
      flows.push_back(messages[index].links);
    }
    const std::vector<double> rate = max_min(flows, capacity);
    const double sent_s = next < messages.size() ? messages[next].sent_s : kNever;
    const double changed_s = change < changes.size() ? changes[change].at_s : kNever;
    double until = std::min(sent_s, changed_s);
    std::size_t first_done = active.size();
    for (std::size_t flow = 0; flow < active.size(); ++flow) {
      if (rate[flow] > 0 && now + left[active[flow]] / rate[flow] < until) {
        until = now + left[active[flow]] / rate[flow];
        first_done = flow;
      }
    }
    for (std::size_t flow = 0; flow < active.size(); ++flow) {
      left[active[flow]] -= rate[flow] * (until - now);
    }
    now = until;
    const auto start = [&](std::size_t index) {
      left[index] = messages[index].bytes;
      active.push_back(index);
    };
    if (first_done < active.size()) {
      const std::size_t done = active[first_done];
      departed[done] = now;
      active.erase(active.begin() + static_cast<std::ptrdiff_t>(first_done));
      auto& behind = waiting[messages[done].connection];
      if (!behind.empty()) {
        start(behind.front());
        behind.erase(behind.begin());
      }
      continue;
    }
    if (changed_s <= sent_s) {
      if (change == changes.size()) {
        break;  // an outage that never ends: the rest never leaves
      }
      capacity[static_cast<std::size_t>(changes[change].link)] = changes[change].bytes_per_s;
      ++change;
      continue;
    }
    const bool connection_is_busy = std::any_of(active.begin(), active.end(), [&](std::size_t index) {
      return messages[index].connection == messages[next].connection;
    });
    if (connection_is_busy) {
      waiting[messages[next].connection].push_back(next);
    } else {
      start(next);
    }
    ++next;
  }
  return departed;
}

}  // namespace dimsim::fluid
