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
/// `settings` are "path=value" texts (`--set`), applied in order, and "--sweep path=values" texts, each of
/// which adds an axis after those of the file and of earlier options; all are checked like the file. Throws
/// InputError with all faults of all points. Opens no trace.
[[nodiscard]] Study load_study(const std::filesystem::path& file,
                               const std::vector<std::string>& settings = {});

/// The same from a text; `name` is the file's name in messages, and relative paths begin at its folder.
[[nodiscard]] Study load_study_text(const std::string& text, const std::filesystem::path& name,
                                    const std::vector<std::string>& settings = {},
                                    std::span<const language::Rename> renames = renamed_keys());

/// The scenario of the first point; the only one without a sweep.
[[nodiscard]] scenario::Scenario load(const std::filesystem::path& file,
                                      const std::vector<std::string>& settings = {});
[[nodiscard]] scenario::Scenario load_text(const std::string& text, const std::filesystem::path& name,
                                           const std::vector<std::string>& settings = {});

}  // namespace dimsim::plan
