#include "policy/aggregated.hpp"
#include "policy/always.hpp"
#include "policy/cartography.hpp"
#include "policy/cartography_adaptive.hpp"
#include "policy/deadline.hpp"
#include "policy/early_exit.hpp"
#include "policy/hi_threshold.hpp"
#include "policy/hi_two_thresholds.hpp"
#include "policy/least_delay.hpp"
#include "policy/neurosurgeon.hpp"
#include "policy/oracle.hpp"
#include "policy/patience.hpp"
#include "policy/policy.hpp"
#include "policy/random.hpp"
#include "policy/round_robin.hpp"
#include "policy/splitee.hpp"

namespace dimsim::policy {

// One line a policy. A new one: copy the nearest file, add its line here and its source to CMakeLists.txt.
const std::vector<Entry>& registry() {
  static const std::vector<Entry> entries = {
      all_entry("mobile"),           //
      all_entry("edge"),             //
      all_entry("cloud"),            //
      fixed_entry(),                 //
      random_entry(),                //
      round_robin_entry(),           //
      cartography_entry(),           //
      early_exit_entry(),            //
      patience_entry(),              //
      aggregated_entry(),            //
      splitee_entry(),               //
      splitee_s_entry(),             //
      hi_threshold_entry(),          //
      hi_two_thresholds_entry(),     //
      neurosurgeon_entry(),          //
      least_delay_entry(),           //
      deadline_entry(),              //
      cartography_adaptive_entry(),  //
      oracle_entry(),                //
  };
  return entries;
}

}  // namespace dimsim::policy
