#pragma once

#include "dimsim/scenario/scenario.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::scenario {

/// Reads, resolves and checks a scenario and all points of its `sweep`; one point without a sweep. `settings`
/// are "path=value" texts (`--set`), applied in order, and "--sweep path=values" texts, each an axis after
/// those of the file and of the former; all are checked like the file. Throws InputError with everything that
/// is wrong with any point. Opens no trace. The texts of the whole study stand in the first point only.
[[nodiscard]] std::vector<Scenario> load_study(const std::filesystem::path& file,
                                               const std::vector<std::string>& settings = {});

/// The first point of a scenario: all of it where nothing is swept.
[[nodiscard]] Scenario load(const std::filesystem::path& file, const std::vector<std::string>& settings = {});

/// The same from a text; `name` stands in messages and its folder resolves relative paths.
[[nodiscard]] Scenario load_text(const std::string& text, const std::filesystem::path& name,
                                 const std::vector<std::string>& settings = {});

}  // namespace dimsim::scenario
