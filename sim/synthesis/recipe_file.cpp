#include "dimsim/synthesis/recipe_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/resolve.hpp"
#include "dimsim/language/sources.hpp"
#include "dimsim/synthesis/recipe_draft.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace dimsim::synthesis {
namespace {

constexpr const char* kExtension = ".yaml";

std::filesystem::path shipped_folder() {
  return catalogue::Catalogue::default_root() / "scenarios" / "traces" / "glue";
}

}  // namespace

Recipe load_recipe(const std::filesystem::path& file) {
  const auto source = language::read_source(file, file.string());
  Diagnostics diagnostics;
  const language::Node raw = language::parse_document(source, diagnostics);
  const catalogue::Catalogue models(catalogue::Catalogue::default_root());
  catalogue::Entries entries(models);
  RecipeDraft draft = read_draft(language::Resolver(entries, diagnostics).resolve(raw, recipe_type(), ""));
  check(draft, models, diagnostics);  // also of a recipe with refused values, to report all errors at once
  language::check_sources(raw, recipe_type(), diagnostics);
  diagnostics.throw_if_any();
  Recipe recipe = finish(std::move(draft));
  recipe.name = file.stem().string();
  recipe.text = source->text;
  return recipe;
}

std::vector<std::string> recipe_names() {
  std::vector<std::string> names;
  std::error_code error;  // without the folder there are no names, and recipe_file() says where it looked
  for (const auto& file : std::filesystem::directory_iterator(shipped_folder(), error)) {
    if (file.path().extension() == kExtension) {
      names.push_back(file.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::filesystem::path recipe_file(const std::string& name_or_path) {
  // Decided by the spelling, not by what exists: a file "sst-2" in the current folder must not hide the
  // recipe.
  std::filesystem::path path(name_or_path);
  if (path.extension() == kExtension || path.has_parent_path()) {
    return path;
  }
  const std::vector<std::string> names = recipe_names();
  if (std::find(names.begin(), names.end(), name_or_path) == names.end()) {
    throw InputError(fmt::format("there is no recipe {}", quote(name_or_path)),
                     names.empty()
                         ? fmt::format("no recipes are in {}", shipped_folder().string())
                         : fmt::format("known: {}; or give a file that ends in .yaml", enumerate(names)));
  }
  return shipped_folder() / (name_or_path + kExtension);
}

}  // namespace dimsim::synthesis
