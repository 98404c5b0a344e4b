#pragma once

#include <string>
#include <vector>

namespace dimsim::cli {

/// The kind of the policies, beside the kinds of the catalogue.
inline constexpr const char* kPolicies = "policies";

/// "devices", "links", "models", "platforms", "policies".
[[nodiscard]] std::vector<std::string> listed_kinds();

/// Names of the entries of a kind, in the order of `list`.
[[nodiscard]] std::vector<std::string> listed_names(const std::string& kind);

/// All entries of a kind with their main figures, one line per entry below a heading, at most 120 columns
/// wide. Throws InputError with the errors of all faulty entries.
[[nodiscard]] std::string list_of(const std::string& kind);

/// The full description of an entry. Throws InputError if the entry is faulty.
[[nodiscard]] std::string details_of(const std::string& kind, const std::string& name);

}  // namespace dimsim::cli
