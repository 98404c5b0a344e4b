#include "dimsim/policy/predicting.hpp"

namespace dimsim::policy {

Predicting::Predicting(const Fleet& fleet, const Habits& habits) : fleet_(fleet), estimates_(fleet, habits) {
  for (std::size_t tier = 0; tier < fleet.tiers.size(); ++tier) {
    ways_.push_back(way_to_answer(fleet, {}, tier));
  }
  delay_s_.resize(ways_.size());
}

Action Predicting::start(const Request& request) {
  const double now_s = request.arrival_s;
  for (std::size_t tier = 0; tier < ways_.size(); ++tier) {
    delay_s_[tier] = estimates_.delay_s(request, {}, ways_[tier].legs, now_s);
  }
  const std::size_t tier = choose(request, delay_s_);
  if (tier > 0) {
    estimates_.sent(request, tier, now_s, delay_s_[tier]);
  }
  return answer_at(fleet_, tier);
}

}  // namespace dimsim::policy
