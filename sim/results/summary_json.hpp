#pragma once

#include "dimsim/results/summary.hpp"

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace dimsim::results {

/// The summary for scripts: {"format": "dimsim.summary", "version": 1, …}, described in docs/formats.md.
/// Absent values are null.
[[nodiscard]] nlohmann::ordered_json to_json(std::span<const Summary> points);

/// Only the sources of the summary: those of all points, each once.
[[nodiscard]] nlohmann::ordered_json sources_to_json(std::span<const Summary> points);

/// The values that a point sets in its scenario, by path; its labels, by axis.
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<plan::Parameter>& parameters);
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<plan::Label>& labels);

[[nodiscard]] nlohmann::ordered_json to_json(const Assumptions& assumptions);

/// Notes on figures as a list of {"entry", "figure", "text", "assumed"}.
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<language::SourceNote>& notes);

/// Indented text; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const nlohmann::ordered_json& json);

}  // namespace dimsim::results
