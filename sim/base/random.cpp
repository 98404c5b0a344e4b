#include "dimsim/base/random.hpp"

#include "dimsim/base/error.hpp"

#include <cmath>

#include <Random123/philox.h>
#include <boost/math/special_functions/erf.hpp>
#include <fmt/format.h>

namespace dimsim {
namespace {

constexpr unsigned kReplicationBits = 24;

/// 64 random bits: the first half of one Philox block. Using one block per number wastes the other half, but
/// lets the k-th number be computed without any state.
std::uint64_t random_bits(std::uint64_t seed, std::uint64_t index, std::uint32_t lane, std::uint32_t entity) {
  const auto low = [](std::uint64_t word) { return static_cast<std::uint32_t>(word & 0xffffffffU); };
  const auto high = [](std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32U); };
  const r123::Philox4x32::key_type key = {{low(seed), high(seed)}};
  const r123::Philox4x32::ctr_type counter = {{low(index), high(index), lane, entity}};
  const r123::Philox4x32::ctr_type block = r123::Philox4x32()(counter, key);
  return std::uint64_t{block[0]} | (std::uint64_t{block[1]} << 32U);
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::uint32_t replication, Purpose purpose,
                           const Entity& entity)
    : seed_(seed ^ entity.group),
      lane_((static_cast<std::uint32_t>(purpose) << kReplicationBits) | replication),
      entity_(entity.number) {
  if (replication >> kReplicationBits != 0) {
    throw InvariantError(
        fmt::format("replication {} does not fit into {} bits", replication, kReplicationBits));
  }
}

double RandomStream::uniform(std::uint64_t index) const {
  // An odd multiple of 2^-53 is representable exactly and is neither 0 nor 1, so its logarithm is finite.
  return static_cast<double>((random_bits(seed_, index, lane_, entity_) >> 11U) | 1U) * 0x1p-53;
}

double RandomStream::exponential(std::uint64_t index, double mean) const {
  return -mean * std::log(uniform(index));
}

double RandomStream::normal(std::uint64_t index) const {
  // The inverse distribution function, not Box-Muller: it takes one uniform number per normal number, and it
  // is monotone, which keeps common random numbers synchronised.
  constexpr double kSqrt2 = 1.4142135623730950488;
  return -kSqrt2 * boost::math::erfc_inv(2 * uniform(index));
}

std::uint64_t RandomStream::below(std::uint64_t index, std::uint64_t bound) const {
  // Multiply and take the high word: no division, and no rejection loop, which would consume a varying number
  // of random numbers.
  std::uint64_t high = 0;
  mulhilo64(random_bits(seed_, index, lane_, entity_), bound, &high);
  return high;
}

}  // namespace dimsim
