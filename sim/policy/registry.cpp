#include "dimsim/policy/registry.hpp"

#include "dimsim/policy/aggregated.hpp"
#include "dimsim/policy/always.hpp"
#include "dimsim/policy/cartography.hpp"
#include "dimsim/policy/cartography_adaptive.hpp"
#include "dimsim/policy/deadline.hpp"
#include "dimsim/policy/early_exit.hpp"
#include "dimsim/policy/hi_threshold.hpp"
#include "dimsim/policy/hi_two_thresholds.hpp"
#include "dimsim/policy/least_delay.hpp"
#include "dimsim/policy/neurosurgeon.hpp"
#include "dimsim/policy/oracle.hpp"
#include "dimsim/policy/patience.hpp"
#include "dimsim/policy/random.hpp"
#include "dimsim/policy/round_robin.hpp"
#include "dimsim/policy/splitee.hpp"

#include <algorithm>

namespace dimsim::policy {

// One line per policy. To add one, copy the nearest file, and add a line here and the source to
// CMakeLists.txt.
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

const Entry* find(std::string_view name) {
  const auto entry = std::find_if(registry().begin(), registry().end(),
                                  [&](const Entry& candidate) { return candidate.name == name; });
  return entry == registry().end() ? nullptr : &*entry;
}

}  // namespace dimsim::policy
