#pragma once

#include "dimsim/language/type.hpp"
#include "dimsim/synthesis/recipe.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::synthesis {

/// A recipe of a synthetic trace, as its file holds it.
[[nodiscard]] const language::Type& recipe_type();

/// Reads and checks a recipe (YAML). Throws InputError with all faults.
[[nodiscard]] Recipe load_recipe(const std::filesystem::path& file);

/// The shipped recipes (scenarios/traces/glue/NAME.yaml), sorted.
[[nodiscard]] std::vector<std::string> recipe_names();

/// The file of a recipe that is asked for by name ("sst-2") or by path. Throws InputError without a place for
/// a name that is none of the shipped ones.
[[nodiscard]] std::filesystem::path recipe_file(const std::string& name_or_path);

}  // namespace dimsim::synthesis
