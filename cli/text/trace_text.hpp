#pragma once

#include "dimsim/trace/describe.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace dimsim::cli {

/// The format in the JSON of `trace show`.
inline constexpr const char* kTraceFormat = "dimsim.trace";

/// A trace for a terminal: its description, its splits, and how well each exit answers.
[[nodiscard]] std::string trace_text(const trace::FileFigures& figures);

/// The same for scripts: {"format": "dimsim.trace", "version": 1, …}; shares from 0 to 1, null where there is
/// none.
[[nodiscard]] nlohmann::ordered_json trace_json(const trace::FileFigures& figures);

}  // namespace dimsim::cli
