#include "dimsim/engine/attempts.hpp"

namespace dimsim::engine {

std::uint32_t Attempts::find(std::uint32_t record) const {
  // A search: only interventions from outside look requests up by number, a few times in a run. An index
  // would cost every request.
  for (std::uint32_t index = 0; index < requests_.size(); ++index) {
    if (requests_[index].started > 0 && requests_[index].record == record) {
      return index;
    }
  }
  return kNone;
}

}  // namespace dimsim::engine
