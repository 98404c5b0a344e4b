#include "scenario/load.hpp"

#include "base/suggest.hpp"
#include "scenario/bind.hpp"
#include "scenario/catalogue.hpp"
#include "scenario/complete.hpp"
#include "scenario/consistency.hpp"
#include "scenario/document.hpp"
#include "scenario/emit.hpp"
#include "scenario/expectation.hpp"
#include "scenario/include.hpp"
#include "scenario/resolve.hpp"
#include "scenario/set.hpp"
#include "scenario/vocabulary.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

/// The way to a file from the scenario's folder, so that two copies of a folder say the same.
std::string portable(const std::filesystem::path& absolute, const std::filesystem::path& scenario) {
  return absolute.lexically_proximate(std::filesystem::absolute(scenario).lexically_normal().parent_path())
      .string();
}

/// The scenario on top of the platform that it names.
Node with_platform(const Node& scenario, const Catalogue& catalogue, Diagnostics& diagnostics) {
  const Node* platform = scenario.find("platform");
  if (platform == nullptr) {
    return scenario;
  }
  const std::vector<std::string> known = catalogue.names(kPlatforms);
  if (!platform->is_scalar() || std::find(known.begin(), known.end(), platform->text) == known.end()) {
    diagnostics.add(platform->place, fmt::format("platform: {} is none of the platforms", found(*platform)),
                    platform->is_scalar() ? suggestion(platform->text, known) : "");
    diagnostics.throw_if_any();  // half a scenario would only draw complaints about the other half
  }
  Node below = catalogue.read(kPlatforms, platform->text);
  below.remove("description");
  Node above = scenario;
  above.remove("platform");
  return merge(below, above);
}

/// `--set platform=NAME` decides what the others change, so it comes first.
bool is_platform(const std::string& setting) { return setting.starts_with("platform="); }

Node apply_settings(Node raw, const std::vector<std::string>& settings, const Catalogue& catalogue,
                    Diagnostics& diagnostics) {
  for (const std::string& setting : settings) {
    if (is_platform(setting)) {
      apply_setting(setting, scenario_type(), raw, diagnostics);
    }
  }
  raw = with_platform(raw, catalogue, diagnostics);
  for (const std::string& setting : settings) {
    if (!is_platform(setting)) {
      apply_setting(setting, scenario_type(), raw, diagnostics);
    }
  }
  return raw;
}

Scenario load_source(const std::shared_ptr<const SourceText>& source, const std::filesystem::path& file,
                     const std::vector<std::string>& settings) {
  Diagnostics diagnostics;
  const Catalogue catalogue(Catalogue::default_root());
  const Node raw = apply_settings(parse_with_includes(source, diagnostics), settings, catalogue, diagnostics);
  Node resolved = Resolver(catalogue, diagnostics).resolve(raw, scenario_type(), "");
  complete_scenario(resolved, file);
  check_scenario(resolved, diagnostics);
  diagnostics.throw_if_any();
  Scenario scenario = bind(resolved);
  scenario.resolved_yaml = emit(resolved);
  resolved.find("workload")->find("trace")->text = portable(scenario.workload.trace, file);
  scenario.portable_yaml = emit(resolved);
  scenario.source_yaml = source->text;
  return scenario;
}

}  // namespace

Scenario load(const std::filesystem::path& file, const std::vector<std::string>& settings) {
  return load_source(read_source(file, file.string()), file, settings);
}

Scenario load_text(const std::string& text, const std::filesystem::path& name,
                   const std::vector<std::string>& settings) {
  return load_source(make_source(name.string(), text), name, settings);
}

}  // namespace dimsim::scenario
