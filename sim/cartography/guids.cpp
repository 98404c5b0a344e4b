#include "dimsim/cartography/guids.hpp"

#include "dimsim/base/error.hpp"

#include <limits>

namespace dimsim::cartography {

std::string_view Guids::operator[](std::size_t position) const {
  // Only ends are stored: a guid begins where the one before it ends.
  const std::size_t begin = position == 0 ? 0 : ends_[position - 1];
  return std::string_view(text_).substr(begin, ends_[position] - begin);
}

void Guids::add(std::string_view guid) {
  text_ += guid;
  ends_.push_back(text_.size());
}

std::pair<std::size_t, bool> GuidIndex::insert(std::string_view guid) {
  if (const auto found = positions_.find(guid); found != positions_.end()) {
    return {*found, false};
  }
  // Positions have 32 bits to save memory: the index holds one for each sample.
  if (guids_.size() > std::numeric_limits<Position>::max()) {
    throw InputError("more than 4 billion samples");
  }
  guids_.add(guid);
  positions_.insert(static_cast<Position>(guids_.size() - 1));
  return {guids_.size() - 1, true};
}

}  // namespace dimsim::cartography
