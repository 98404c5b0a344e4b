#pragma once

#include "dimsim/model/variant.hpp"
#include "dimsim/profile/encoder.hpp"
#include "dimsim/profile/weights.hpp"

#include <vector>

namespace dimsim::profile::reference {

/// The encoder once more, in double precision and plain loops over single numbers: what profile's must agree
/// with. Shares nothing with it but the weights.
using Values = std::vector<double>;  ///< row-major, a row a token

[[nodiscard]] Values embed(const Weights& weights, const Values& embedded, const Shape& shape);
[[nodiscard]] Values layer(const model::Variant& variant, const Weights& weights, int number,
                           const Values& hidden, const Shape& shape);
[[nodiscard]] Values head(const model::Variant& variant, const Weights& weights, const Values& hidden,
                          const Shape& shape);

}  // namespace dimsim::profile::reference
