#include "dimsim/synthesis/point_set.hpp"

#include "dimsim/base/random.hpp"

#include <numeric>
#include <string>
#include <utility>

#include <boost/random/sobol.hpp>

namespace dimsim::synthesis {
namespace {

constexpr std::size_t kBlock = 1024;  // a power of two, after which a Sobol sequence is balanced

/// A random word for each dimension.
std::vector<std::uint64_t> shifts(std::size_t dimensions, std::uint64_t seed, std::string_view group) {
  const RandomStream stream(seed, 0, Purpose::Synthesis, Entity(std::string(group) + " shift", 0));
  std::vector<std::uint64_t> words(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) {
    words[i] = stream.below(i, ~std::uint64_t{0});
  }
  return words;
}

std::vector<std::size_t> shuffled_blocks(std::size_t blocks, std::uint64_t seed, std::string_view group) {
  std::vector<std::size_t> order(blocks * kBlock);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t block = 0; block < blocks; ++block) {
    const RandomStream stream(seed, 0, Purpose::Synthesis,
                              Entity(std::string(group) + " order", static_cast<std::uint32_t>(block)));
    for (std::size_t i = kBlock - 1; i > 0; --i) {
      std::swap(order[block * kBlock + i], order[block * kBlock + stream.below(i, i + 1)]);
    }
  }
  return order;
}

}  // namespace

PointSet::PointSet(std::size_t points, std::size_t dimensions, std::uint64_t seed, std::string_view group)
    : dimensions_(dimensions) {
  const std::size_t blocks = (points + kBlock - 1) / kBlock;
  order_ = shuffled_blocks(blocks, seed, group);
  const std::vector<std::uint64_t> shift = shifts(dimensions, seed, group);
  // Whole blocks, even if fewer points are needed: a partial block would be shuffled differently.
  boost::random::sobol sequence(dimensions);
  coordinates_.reserve(order_.size() * dimensions);
  for (std::size_t point = 0; point < order_.size(); ++point) {
    for (std::size_t i = 0; i < dimensions; ++i) {
      // An odd multiple of 2^-53, as RandomStream::uniform: neither 0 nor 1.
      coordinates_.push_back(static_cast<double>(((sequence() ^ shift[i]) >> 11U) | 1U) * 0x1p-53);
    }
  }
}

std::span<const double> PointSet::operator[](std::size_t point) const {
  return std::span(coordinates_).subspan(order_.at(point) * dimensions_, dimensions_);
}

}  // namespace dimsim::synthesis
