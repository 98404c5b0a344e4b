#include "policy/always.hpp"
#include "policy/cartography.hpp"
#include "policy/policy.hpp"
#include "policy/random.hpp"

#include <algorithm>

namespace dimsim::policy {

// One line a policy. A new one: copy the nearest file, add its line here and its source to CMakeLists.txt.
const std::vector<Entry>& registry() {
  static const std::vector<Entry> entries = {
      all_entry("mobile"),  //
      all_entry("edge"),    //
      all_entry("cloud"),   //
      fixed_entry(),        //
      random_entry(),       //
      cartography_entry(),  //
  };
  return entries;
}

const Entry* find(std::string_view name) {
  const auto entry = std::find_if(registry().begin(), registry().end(),
                                  [&](const Entry& candidate) { return candidate.name == name; });
  return entry == registry().end() ? nullptr : &*entry;
}

}  // namespace dimsim::policy
