#pragma once

#include "dimsim/language/renames.hpp"
#include "dimsim/language/type.hpp"

#include <span>

namespace dimsim::plan {

/// Version of the scenario language, the key `version` of a file. Files of an older version are read; a newer
/// one is refused.
inline constexpr int kLanguageVersion = 1;

/// The whole scenario language: the keys of a scenario and those of a study.
[[nodiscard]] const language::Type& study_type();

/// The type of the key `sweep`.
[[nodiscard]] const language::Type& sweep_type();

/// Renamed keys: the old name is read for one release after the change, with a warning.
[[nodiscard]] std::span<const language::Rename> renamed_keys();

}  // namespace dimsim::plan
