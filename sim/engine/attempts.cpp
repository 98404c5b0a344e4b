#include "dimsim/engine/attempts.hpp"

namespace dimsim::engine {
namespace {

template <typename T>
std::uint32_t take(std::vector<T>& pool, std::vector<std::uint32_t>& free) {
  if (free.empty()) {
    pool.emplace_back();
    return static_cast<std::uint32_t>(pool.size() - 1);
  }
  const std::uint32_t index = free.back();
  free.pop_back();
  return index;
}

}  // namespace

std::uint32_t Attempts::open(std::uint32_t record, std::uint64_t device_number) {
  const std::uint32_t index = take(requests_, free_requests_);
  requests_[index] = {.record = record, .device_number = device_number};
  return index;
}

std::uint32_t Attempts::start(std::uint32_t request) {
  const std::uint32_t slot = take(attempts_, free_attempts_);
  OpenRequest& owner = requests_[request];
  Attempt& attempt = attempts_[slot];
  attempt.owner = request;
  attempt.next = owner.first;
  attempt.number = owner.started++;
  attempt.stage = Stage::Deciding;
  attempt.standing = {};
  attempt.exits.clear();
  owner.first = slot;
  ++owner.under_way;
  return slot;
}

void Attempts::close(std::uint32_t slot) {
  const std::uint32_t owner = attempts_[slot].owner;
  OpenRequest& request = requests_[owner];
  std::uint32_t* link = &request.first;
  while (*link != slot) {
    link = &attempts_[*link].next;
  }
  *link = attempts_[slot].next;
  attempts_[slot].owner = kNone;
  free_attempts_.push_back(slot);
  if (--request.under_way == 0) {
    request.started = 0;  // marks it as not open
    free_requests_.push_back(owner);
  }
}

std::uint32_t Attempts::find(std::uint32_t record) const {
  for (std::uint32_t index = 0; index < requests_.size(); ++index) {
    if (requests_[index].started > 0 && requests_[index].record == record) {
      return index;
    }
  }
  return kNone;
}

}  // namespace dimsim::engine
