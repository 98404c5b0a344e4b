#pragma once

#include "dimsim/base/hash.hpp"

#include <cstdint>
#include <string_view>

namespace dimsim {

/// What a random number is used for. Each purpose has its own stream. The values must never change: they are
/// part of "same seed, same bytes".
enum class Purpose : std::uint32_t {
  Arrival = 1,
  Sample = 2,
  Jitter = 3,
  Policy = 4,
  Shuffle = 5,
  Phase = 6,
  Weights = 7,
  Synthesis = 8
};

/// The owner of a stream: a member of a named group of devices, or a plain number. Groups are identified by
/// name, so that adding a group does not change the numbers of the others.
struct Entity {
  std::uint64_t group = 0;  ///< hash of the group's name
  std::uint32_t number = 0;

  Entity() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a number is an entity
  Entity(std::uint32_t of_number) : number(of_number) {}
  Entity(std::string_view group_name, std::uint32_t of_number)
      : group(fnv1a(group_name)), number(of_number) {}
};

/// Counter-based random numbers (Philox4x32-10, Salmon et al., SC'11): the k-th number of a stream is a pure
/// function of (seed, replication, purpose, entity, k), so that adding an entity, a purpose or a consumer
/// does not change any other numbers. The entity's group is mixed into the seed.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint32_t replication, Purpose purpose, const Entity& entity);

  /// Uniform on the open interval (0, 1): an odd multiple of 2^-53.
  [[nodiscard]] double uniform(std::uint64_t index) const;
  /// Exponential with the given mean.
  [[nodiscard]] double exponential(std::uint64_t index, double mean) const;
  /// Standard normal (inverse distribution function, Boost.Math).
  [[nodiscard]] double normal(std::uint64_t index) const;
  /// Uniform on 0..bound-1, bound >= 1; the probability of each value is exact to 2^-64.
  [[nodiscard]] std::uint64_t below(std::uint64_t index, std::uint64_t bound) const;

 private:
  std::uint64_t seed_ = 0;
  std::uint32_t lane_ = 0;  ///< purpose (8 bits) and replication (24 bits)
  std::uint32_t entity_ = 0;
};

}  // namespace dimsim
