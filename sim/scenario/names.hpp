#pragma once

#include "dimsim/language/names.hpp"
#include "dimsim/scenario/scenario.hpp"

namespace dimsim::scenario {

// The words of the scenario language for its closed sets of values, with their meanings for the
// documentation.

inline constexpr language::Names<Location, 4> kLocations{{
    {"device", Location::Device, "with the user"},
    {"site", Location::Site, "behind the access link"},
    {"metro", Location::Metro, "behind the backhaul of the sites"},
    {"cloud", Location::Cloud, "behind the WAN"},
}};

inline constexpr language::Names<Sampling, 3> kSampling{{
    {"random", Sampling::Random, "drawn with replacement"},
    {"shuffled", Sampling::Shuffled, "from a shuffled list, which is shuffled again for each round"},
    {"in-order", Sampling::InOrder, "in the order of the trace"},
}};

inline constexpr language::Names<Balance, 2> kBalance{{
    {"shortest-queue", Balance::ShortestQueue, "the host with the fewest requests per server"},
    {"round-robin", Balance::RoundRobin, "each in turn"},
}};

inline constexpr language::Names<Escalation, 2> kEscalations{{
    {"text", Escalation::Text, "its text, to start again at layer 1 if that tier has it"},
    {"hidden-state", Escalation::HiddenState, "the hidden state, to continue at the next layer"},
}};

/// Links of the network, from the device upwards.
inline constexpr language::Names<LinkKind, 3> kLinkKinds{{
    {"access", LinkKind::Access, "device to site"},
    {"backhaul", LinkKind::Backhaul, "site to metro, one for each site"},
    {"wan", LinkKind::Wan, "metro to cloud"},
}};

}  // namespace dimsim::scenario
