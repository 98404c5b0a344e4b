#pragma once

#include "dimsim/language/type.hpp"
#include "dimsim/synthesis/recipe.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::synthesis {

/// The type of a recipe file.
[[nodiscard]] const language::Type& recipe_type();

/// Reads and checks a recipe (YAML). Throws InputError with all errors.
[[nodiscard]] Recipe load_recipe(const std::filesystem::path& file);

/// The shipped recipes (scenarios/traces/glue/NAME.yaml), sorted.
[[nodiscard]] std::vector<std::string> recipe_names();

/// The file of a recipe given by name ("sst-2") or by path. Throws InputError without a place for an unknown
/// name.
[[nodiscard]] std::filesystem::path recipe_file(const std::string& name_or_path);

}  // namespace dimsim::synthesis
