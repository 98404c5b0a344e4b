#pragma once

#include <string>

namespace dimsim {

/// One request per sample; `samples: shuffled` covers all of them.
inline const std::string kPlotRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=500 --set workload.warm_up_requests=0 "
    "-o r.h5 --set 'policies=[all-mobile, all-edge, all-cloud, "
    "{policy: cartography, label: pools, thresholds: [0]}]' ";

/// The smallest study from which every figure for a single file can be drawn.
inline constexpr const char* kPlotStudy =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q -o s.h5 --set workload.requests=1000 --set keep_requests=yes "
    "--set replications=2 --sweep network.access.bandwidth=[0.5Mbps,5Mbps] >/dev/null";

}  // namespace dimsim
