#include "dimsim/policy/predicting.hpp"

namespace dimsim::policy {

Predicting::Predicting(const Smoothing& smoothing, const Fleet& fleet)
    : fleet_(fleet), estimates_(fleet, smoothing) {
  // Tiers and exits do not change during a run; only the predicted delays along these paths do.
  for (std::size_t tier = 0; tier < fleet.tiers.size(); ++tier) {
    paths_.push_back(path_to_answer(fleet, {}, tier));
  }
  delay_s_.resize(paths_.size());
}

Action Predicting::start(const Request& request) {
  const double now_s = request.arrival_s;
  for (std::size_t tier = 0; tier < paths_.size(); ++tier) {
    delay_s_[tier] = estimates_.delay_s(request, {}, paths_[tier].legs, now_s);
  }
  const std::size_t tier = choose(request, delay_s_);
  if (tier > 0) {  // the device knows its own queue and needs no estimate of it
    estimates_.sent(request, tier, now_s, delay_s_[tier]);
  }
  return answer_at(fleet_, tier);
}

}  // namespace dimsim::policy
