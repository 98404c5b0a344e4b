#include "dimsim/base/error.hpp"
#include "dimsim/engine/discipline.hpp"
#include "dimsim/engine/fifo.hpp"

#include <algorithm>

namespace dimsim::engine {

// One line for each discipline. To add one: copy the nearest file, add its line here and its source to
// CMakeLists.txt.
const std::vector<DisciplineEntry>& disciplines() {
  static const std::vector<DisciplineEntry> entries = {
      fifo_entry(),  //
  };
  return entries;
}

std::unique_ptr<Discipline> make_discipline(std::string_view name, const Node& parameters) {
  const std::vector<DisciplineEntry>& entries = disciplines();
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [name](const DisciplineEntry& entry) { return entry.name == name; });
  if (found == entries.end()) {
    throw InvariantError("unknown queue discipline '" + std::string(name) + "' reached the engine");
  }
  return found->make(parameters);
}

}  // namespace dimsim::engine
