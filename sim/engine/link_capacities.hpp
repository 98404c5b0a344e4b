#pragma once

#include "dimsim/base/time_bins.hpp"
#include "dimsim/platform/kernel.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace dimsim::engine {

/// What links could have carried: the integral of their capacities over time. A link whose capacity never
/// changes has no entry: its integral is capacity × duration. Memory is bounded by the number of links that
/// change, whatever the number of changes.
///
/// Contract: dates never go back. change() is called when a capacity changes, not later; open_window() and
/// close_window() at most once each.
class LinkCapacities {
 public:
  explicit LinkCapacities(std::size_t groups) : differences_(groups) {}

  /// `link`, of a group whose links have `nominal` [B/s], has had `before` until `now`, and has `after` from
  /// then on.
  void change(platform::Kernel::LinkId link, std::uint32_t group, double nominal, double before, double after,
              double now);
  /// The measurement window begins, and ends.
  void open_window(double now) { window_start_s_ = now; }
  void close_window(double now) { window_end_s_ = now; }
  /// The run is over.
  void close(double now);

  /// What the link could have carried in the window, which took `window_s` [B].
  [[nodiscard]] double window_bytes(platform::Kernel::LinkId link, double nominal, double window_s) const;
  /// By group: what its links could have carried beyond their nominal capacity (or less: negative), over time
  /// [B].
  [[nodiscard]] const std::vector<TimeBins>& differences() const { return differences_; }

 private:
  struct Changed {
    std::uint32_t group = 0;
    double nominal = 0;       ///< [B/s]
    double bytes_per_s = 0;   ///< since `since`
    double since = 0;         ///< [s]
    double window_bytes = 0;  ///< up to `since` [B]
  };

  void integrate(Changed& link, double now);

  std::unordered_map<platform::Kernel::LinkId, Changed> changed_;
  std::vector<TimeBins> differences_;
  double window_start_s_ = std::numeric_limits<double>::infinity();
  double window_end_s_ = std::numeric_limits<double>::infinity();
};

}  // namespace dimsim::engine
