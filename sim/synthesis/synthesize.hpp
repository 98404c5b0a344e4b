#pragma once

#include "dimsim/synthesis/recipe.hpp"
#include "dimsim/trace/trace.hpp"
#include "dimsim/trace/writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::synthesis {

/// Description of a generated trace: marked as synthetic, with recipe, seed and version of dimsim as notes.
[[nodiscard]] trace::Description synthetic_description(const Recipe& recipe, std::uint64_t seed);

/// Generates train (with dynamics of the last exit), dev and test. The same recipe, sizes and seed give the
/// same bytes; more samples do not change the first ones, and a split does not change the others. A split of
/// size 0 is omitted. Samples are independent of their order, but spread more evenly than independent ones
/// (docs/methods.md).
[[nodiscard]] std::vector<trace::NamedSplit> synthesize(const Recipe& recipe, const Sizes& sizes,
                                                        std::uint64_t seed);

}  // namespace dimsim::synthesis
