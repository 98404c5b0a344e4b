#include "policy/predicting.hpp"

namespace dimsim::policy {

Predicting::Predicting(const Fleet& fleet, const Habits& habits) : fleet_(fleet), estimates_(fleet, habits) {
  for (std::size_t tier = 0; tier < fleet.tiers.size(); ++tier) {
    legs_.push_back(legs_until_done(fleet.tiers, {}, answer_at(fleet, tier)));
  }
  delay_s_.resize(legs_.size());
}

Action Predicting::start(const Request& request) {
  const double now_s = request.arrival_s;
  for (std::size_t tier = 0; tier < legs_.size(); ++tier) {
    delay_s_[tier] = estimates_.delay_s(request, {}, legs_[tier], now_s);
  }
  const std::size_t tier = choose(request, delay_s_);
  if (tier > 0) {
    estimates_.sent(request, tier, now_s, delay_s_[tier] - estimates_.wait_s(request, tier, 0, now_s));
  }
  return answer_at(fleet_, tier);
}

}  // namespace dimsim::policy
