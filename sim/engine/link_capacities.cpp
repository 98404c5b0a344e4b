#include "dimsim/engine/link_capacities.hpp"

#include <algorithm>

namespace dimsim::engine {

void LinkCapacities::integrate(Changed& link, double now) {
  // Differences from the nominal capacity, so that links that never change need no entry at all.
  if (now > link.since) {
    differences_[link.group].add(link.since, now, (link.bytes_per_s - link.nominal) * (now - link.since));
    const double in_window_s = std::min(now, window_end_s_) - std::max(link.since, window_start_s_);
    link.window_bytes += link.bytes_per_s * std::max(0.0, in_window_s);
  }
  link.since = now;
}

void LinkCapacities::change(platform::Kernel::LinkId link, std::uint32_t group, double nominal, double before,
                            double after, double now) {
  // On the first change, `since` is 0: the link has had its old capacity from the start of the run.
  Changed& changed =
      changed_.try_emplace(link, Changed{.group = group, .nominal = nominal, .bytes_per_s = before})
          .first->second;
  integrate(changed, now);
  changed.bytes_per_s = after;
}

void LinkCapacities::close(double now) {
  for (auto& [id, link] : changed_) {
    integrate(link, now);
  }
}

double LinkCapacities::window_bytes(platform::Kernel::LinkId link, double nominal, double window_s) const {
  const auto found = changed_.find(link);
  return found == changed_.end() ? window_s * nominal : found->second.window_bytes;
}

}  // namespace dimsim::engine
