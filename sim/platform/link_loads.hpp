#pragma once

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace dimsim::platform {

/// The links that a transfer crosses; at most four: access, backhaul, WAN and one to spare.
struct Path {
  std::array<std::uint32_t, 4> link{};
  std::uint8_t count = 0;

  void add(std::uint32_t id) {
    if (count == link.size()) {
      throw InvariantError("a transfer crosses more than four links");
    }
    link[count++] = id;
  }
  [[nodiscard]] std::span<const std::uint32_t> links() const { return {link.data(), count}; }
};

/// How much of each link the running transfers could take at most.
///
/// A transfer never gets more than the smallest capacity on its path, its solo rate. While the solo rates of
/// all that cross a link add up to no more than its capacity, that link holds nobody back; when this is so
/// for all links of a transfer, its max-min share is its solo rate, whatever else goes on, and nobody has to
/// solve for it.
class LinkLoads {
 public:
  void add_link(double bytes_per_s) { links_.push_back({bytes_per_s, 0, 0, 0}); }

  [[nodiscard]] double solo_rate(const Path& path) const {
    double rate = std::numeric_limits<double>::infinity();
    for (const std::uint32_t id : path.links()) {
      rate = std::min(rate, links_[id].capacity);
    }
    return rate;
  }

  void enter(const Path& path, double solo_rate) {
    for (const std::uint32_t id : path.links()) {
      links_[id].load += solo_rate;
      ++links_[id].transfers;
    }
  }

  void leave(const Path& path, double solo_rate) {
    for (const std::uint32_t id : path.links()) {
      Link& link = links_[id];
      --link.transfers;
      link.load = link.transfers == 0 ? 0 : link.load - solo_rate;  // no drift
    }
  }

  void prefetch(std::uint32_t link) const { __builtin_prefetch(&links_[link]); }

  /// Whether a link of the path may hold someone back.
  [[nodiscard]] bool contended(const Path& path) const {
    return std::any_of(path.links().begin(), path.links().end(),
                       [this](std::uint32_t id) { return contended(id); });
  }

  /// Counts transfers at their solo rate, so that one knows whether any crosses a contended link.
  void count_solo(const Path& path, int change) {
    for (const std::uint32_t id : path.links()) {
      links_[id].solo += static_cast<std::uint32_t>(change);
    }
  }
  [[nodiscard]] bool solo_on_contended(const Path& path) const {
    return std::any_of(path.links().begin(), path.links().end(),
                       [this](std::uint32_t id) { return links_[id].solo > 0 && contended(id); });
  }

 private:
  struct Link {
    double capacity;
    double load;
    std::uint32_t transfers;
    std::uint32_t solo;
  };

  /// The sum of n equal rates may exceed their n-fold by rounding.
  static constexpr double kRounding = 1 + 1e-12;

  [[nodiscard]] bool contended(std::uint32_t id) const {
    return links_[id].load > links_[id].capacity * kRounding;
  }

  std::vector<Link> links_;
};

}  // namespace dimsim::platform
