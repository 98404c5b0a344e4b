#pragma once

#include "dimsim/engine/discipline.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/legs.hpp"

#include <cstdint>
#include <vector>

namespace dimsim::engine {

/// Where an attempt is.
enum class Stage : std::uint8_t {
  Deciding,   ///< at its policy, or between two stages
  Sending,    ///< on its way up
  Queued,     ///< at a station
  Serving,    ///< at a station
  Answering,  ///< its answer is on the way to the device
};

/// One try to get a request answered, on its way through the tiers.
struct Attempt {
  std::uint32_t owner = kNone;  ///< its request, as Attempts numbers it
  std::uint32_t next = kNone;   ///< another attempt of the same request
  std::uint32_t record = 0;     ///< number of its request in the run
  std::uint32_t number = 0;     ///< among the attempts of its request
  std::uint32_t site = 0;       ///< through which it was sent
  std::uint32_t station = 0;
  std::uint32_t group = 0;              ///< of the host among its tier's
  std::uint32_t service = kNone;        ///< while it is served
  const model::Device* host = nullptr;  ///< the device of the station
  Stage stage = Stage::Deciding;
  std::uint64_t device_number = 0;  ///< of its request among those of the device
  bool offered = false;             ///< joined the station while the window was open
  int first_layer = 0;              ///< of this stay at a tier
  int exit_heads = 0;               ///< evaluated in this stay
  policy::Action wanted;
  policy::Standing standing;
  policy::Leg leg;
  double jitter_factor = 1;  ///< service time of this stay / its expected value
  double expected_s = 0;     ///< of this stay so far
  double work_s = 0;         ///< of the leg, alone on a server of speed 1
  std::vector<policy::Exit> exits;
};

/// A request with attempts on their way.
struct OpenRequest {
  std::uint32_t record = 0;  ///< its number in the run
  std::uint32_t first = kNone;
  std::uint32_t started = 0;    ///< attempts so far
  std::uint32_t under_way = 0;  ///< attempts that are not over
  std::uint64_t device_number = 0;
  bool ended = false;  ///< it has its outcome; what is still under way comes too late
};

/// The requests under way and their attempts: one today; retries and hedging start more. Slots are reused,
/// so memory follows the requests under way.
///
/// Contract: open() a request, start() its attempts, close() each when it is over. A request stays open until
/// its last attempt is closed, which may be after it has ended: late answers belong to it. References are
/// valid until the next open() or start().
class Attempts {
 public:
  [[nodiscard]] std::uint32_t open(std::uint32_t record, std::uint64_t device_number);
  /// Returns the slot of a new attempt.
  [[nodiscard]] std::uint32_t start(std::uint32_t request);
  /// Returns whether that closed the request.
  bool close(std::uint32_t slot);

  [[nodiscard]] Attempt& operator[](std::uint32_t slot) { return attempts_[slot]; }
  [[nodiscard]] const Attempt& operator[](std::uint32_t slot) const { return attempts_[slot]; }
  [[nodiscard]] OpenRequest& request(std::uint32_t index) { return requests_[index]; }
  [[nodiscard]] OpenRequest& request_of(const Attempt& attempt) { return requests_[attempt.owner]; }
  [[nodiscard]] const OpenRequest& request_of(const Attempt& attempt) const {
    return requests_[attempt.owner];
  }
  /// The open request with that number in the run, or kNone. Takes time linear in the open requests.
  [[nodiscard]] std::uint32_t find(std::uint32_t record) const;
  /// Requests that are open.
  [[nodiscard]] std::size_t open_count() const { return requests_.size() - free_requests_.size(); }

 private:
  template <typename T>
  [[nodiscard]] static std::uint32_t take(std::vector<T>& pool, std::vector<std::uint32_t>& free);

  std::vector<Attempt> attempts_;
  std::vector<std::uint32_t> free_attempts_;
  std::vector<OpenRequest> requests_;
  std::vector<std::uint32_t> free_requests_;
};

// Called for every request, so inline.

template <typename T>
std::uint32_t Attempts::take(std::vector<T>& pool, std::vector<std::uint32_t>& free) {
  if (free.empty()) {
    pool.emplace_back();
    return static_cast<std::uint32_t>(pool.size() - 1);
  }
  const std::uint32_t index = free.back();
  free.pop_back();
  return index;
}

inline std::uint32_t Attempts::open(std::uint32_t record, std::uint64_t device_number) {
  const std::uint32_t index = take(requests_, free_requests_);
  requests_[index] = {.record = record, .device_number = device_number};
  return index;
}

inline std::uint32_t Attempts::start(std::uint32_t request) {
  const std::uint32_t slot = take(attempts_, free_attempts_);
  OpenRequest& owner = requests_[request];
  Attempt& attempt = attempts_[slot];
  attempt.owner = request;
  attempt.next = owner.first;
  attempt.number = owner.started++;
  attempt.record = owner.record;
  attempt.device_number = owner.device_number;
  attempt.stage = Stage::Deciding;
  attempt.standing = {};
  attempt.exits.clear();
  owner.first = slot;
  ++owner.under_way;
  return slot;
}

inline bool Attempts::close(std::uint32_t slot) {
  const std::uint32_t owner = attempts_[slot].owner;
  OpenRequest& request = requests_[owner];
  std::uint32_t* link = &request.first;
  while (*link != slot) {
    link = &attempts_[*link].next;
  }
  *link = attempts_[slot].next;
  free_attempts_.push_back(slot);
  if (--request.under_way > 0) {
    return false;
  }
  request.started = 0;  // marks it as not open
  free_requests_.push_back(owner);
  return true;
}

}  // namespace dimsim::engine
