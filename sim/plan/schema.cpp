#include "dimsim/plan/schema.hpp"

#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/language/schema.hpp"
#include "dimsim/plan/vocabulary.hpp"

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace dimsim::plan {
namespace {

using Json = nlohmann::ordered_json;

/// Adds what the tree of types does not express: a single file can be included without a list, and the
/// workload needs either `requests` or `duration`. A fragment may leave out both, since the file that it
/// extends may have one.
void refine(Json& scenario, bool is_fragment) {
  Json& include = scenario["properties"]["include"];
  include = {{"description", include["description"]},
             {"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}};
  if (!is_fragment) {
    scenario["properties"]["workload"]["oneOf"] = {{{"required", {"requests"}}},
                                                   {{"required", {"duration"}}}};
  }
}

}  // namespace

Json scenario_schema(const catalogue::Catalogue& catalogue) {
  catalogue::Entries entries(catalogue);
  Json whole = language::schema_of(study_type(), false, entries);
  Json fragment = language::schema_of(study_type(), true, entries);
  const std::string described = whole["properties"]["platform"]["description"];
  for (Json* each : {&whole, &fragment}) {
    (*each)["properties"]["platform"] = {{"description", described},
                                         {"enum", catalogue.names(catalogue::kPlatforms)}};
  }
  refine(whole, false);
  refine(fragment, true);
  return {
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"title", "dimsim scenario"},
      {"description",
       "A what-if for dimsim. With 'include' or 'platform' a file may leave out what the named files say."},
      {"if", {{"anyOf", {{{"required", {"include"}}}, {{"required", {"platform"}}}}}}},
      {"then", {{"$ref", "#/definitions/fragment"}}},
      {"else", {{"$ref", "#/definitions/scenario"}}},
      {"definitions", {{"scenario", std::move(whole)}, {"fragment", std::move(fragment)}}}};
}

}  // namespace dimsim::plan
