#pragma once

#include "dimsim/language/names.hpp"
#include "dimsim/plan/study.hpp"

namespace dimsim::plan {

/// YAML 1.1 has several words for yes and no; `true` and `false` are accepted as well.
inline constexpr language::Names<KeepRequests, 5> kKeepRequests{{
    {"auto", KeepRequests::Auto, "where nothing is swept and there is one replication"},
    {"yes", KeepRequests::Yes, "always"},
    {"no", KeepRequests::No, "never"},
    {"true", KeepRequests::Yes, ""},
    {"false", KeepRequests::No, ""},
}};

}  // namespace dimsim::plan
