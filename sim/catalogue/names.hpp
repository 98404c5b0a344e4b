#pragma once

#include "dimsim/language/names.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/model/variant.hpp"

namespace dimsim::catalogue {

// The words of the catalogue's language for its closed sets of values, with their meanings for the
// documentation.

/// Whether a link is shared.
inline constexpr language::Names<bool, 2> kSharing{{
    {"per-device", false, "each device has its own"},
    {"shared", true, "all devices of a site that use it share one channel"},
}};

inline constexpr language::Names<model::ExitHead, 2> kExitHeads{{
    {"pooler", model::ExitHead::Pooler, "a dense layer and a classifier"},
    {"linear", model::ExitHead::Linear, "a classifier alone"},
}};

inline constexpr language::Names<model::Jitter::Kind, 3> kJitter{{
    {"none", model::Jitter::Kind::None, "not at all"},
    {"lognormal", model::Jitter::Kind::Lognormal, "log-normally"},
    {"exponential", model::Jitter::Kind::Exponential, "exponentially"},
}};

}  // namespace dimsim::catalogue
