#pragma once

#include <string>
#include <vector>

namespace dimsim::cli {

/// What `list` and `show` know: catalogue entries and policies.
inline constexpr const char* kPolicies = "policies";

/// "devices", "links", "models", "platforms", "policies".
[[nodiscard]] std::vector<std::string> listed_kinds();

/// Names of a kind's entries, as `list` shows them.
[[nodiscard]] std::vector<std::string> listed_names(const std::string& kind);

/// All entries of a kind, a line each with their main figures, under a heading; 120 columns at most. Throws
/// InputError with what is wrong with any of them.
[[nodiscard]] std::string list_of(const std::string& kind);

/// All about an entry. Throws InputError for a faulty entry.
[[nodiscard]] std::string details_of(const std::string& kind, const std::string& name);

}  // namespace dimsim::cli
