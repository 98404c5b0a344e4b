#pragma once

#include "dimsim/model/variant.hpp"
#include "dimsim/profile/encoder.hpp"
#include "dimsim/profile/weights.hpp"

#include <vector>

namespace dimsim::profile::reference {

/// An independent encoder in double precision with plain loops, used as the reference for the one of
/// sim/profile. They share only the weights.
using Values = std::vector<double>;  ///< row-major, one row per token

[[nodiscard]] Values embed(const Weights& weights, const Values& embedded, const Shape& shape);
[[nodiscard]] Values layer(const model::Variant& variant, const Weights& weights, int number,
                           const Values& hidden, const Shape& shape);
[[nodiscard]] Values head(const model::Variant& variant, const Weights& weights, const Values& hidden,
                          const Shape& shape);

}  // namespace dimsim::profile::reference
