#pragma once

#include "dimsim/language/renames.hpp"
#include "dimsim/plan/study.hpp"
#include "dimsim/plan/vocabulary.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace dimsim::plan {

/// Reads, resolves and checks a scenario file and all points of its `sweep`; one point without a sweep.
/// `settings` are "path=value" texts (`--set`), applied in order, and "--sweep path=values" texts, each an
/// axis after those of the file and of the former; all are checked like the file. Throws InputError with
/// everything that is wrong with any point. Opens no trace.
[[nodiscard]] Study load_study(const std::filesystem::path& file,
                               const std::vector<std::string>& settings = {});

/// The same from a text; `name` stands in messages and its folder resolves relative paths.
[[nodiscard]] Study load_study_text(const std::string& text, const std::filesystem::path& name,
                                    const std::vector<std::string>& settings = {},
                                    std::span<const language::Rename> renames = renamed_keys());

/// The scenario of the first point: all of it where nothing is swept.
[[nodiscard]] scenario::Scenario load(const std::filesystem::path& file,
                                      const std::vector<std::string>& settings = {});
[[nodiscard]] scenario::Scenario load_text(const std::string& text, const std::filesystem::path& name,
                                           const std::vector<std::string>& settings = {});

}  // namespace dimsim::plan
