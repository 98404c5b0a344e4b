#include "dimsim/base/error.hpp"
#include "dimsim/workload/arrival_process.hpp"
#include "dimsim/workload/constant.hpp"
#include "dimsim/workload/poisson.hpp"

#include <algorithm>

namespace dimsim::workload {

// One line for each process. To add one: copy the nearest file, add its line here and its source to
// CMakeLists.txt.
const std::vector<ArrivalEntry>& arrival_processes() {
  static const std::vector<ArrivalEntry> entries = {
      poisson_entry(),   //
      constant_entry(),  //
  };
  return entries;
}

const ArrivalEntry* find_arrival_process(std::string_view name) {
  const std::vector<ArrivalEntry>& entries = arrival_processes();
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [name](const ArrivalEntry& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

std::vector<std::string> arrival_process_names() {
  std::vector<std::string> names;
  for (const ArrivalEntry& entry : arrival_processes()) {
    names.push_back(entry.name);
  }
  return names;
}

std::unique_ptr<ArrivalProcess> make_arrival_process(std::string_view name) {
  const ArrivalEntry* entry = find_arrival_process(name);
  if (entry == nullptr) {
    throw InvariantError("unknown arrival process '" + std::string(name) + "' reached the engine");
  }
  return entry->make();
}

}  // namespace dimsim::workload
