#include "scenario/load.hpp"

#include "scenario/bind.hpp"
#include "scenario/catalogue.hpp"
#include "scenario/complete.hpp"
#include "scenario/consistency.hpp"
#include "scenario/document.hpp"
#include "scenario/emit.hpp"
#include "scenario/include.hpp"
#include "scenario/resolve.hpp"
#include "scenario/set.hpp"
#include "scenario/vocabulary.hpp"

#include <utility>

namespace dimsim::scenario {
namespace {

/// The way to a file from the scenario's folder, so that two copies of a folder say the same.
std::string portable(const std::filesystem::path& absolute, const std::filesystem::path& scenario) {
  return absolute.lexically_proximate(std::filesystem::absolute(scenario).lexically_normal().parent_path())
      .string();
}

Scenario load_source(const std::shared_ptr<const SourceText>& source, const std::filesystem::path& file,
                     const std::vector<std::string>& settings) {
  Diagnostics diagnostics;
  Node raw = parse_with_includes(source, diagnostics);
  for (const std::string& setting : settings) {
    apply_setting(setting, scenario_type(), raw, diagnostics);
  }
  const Catalogue catalogue(Catalogue::default_root());
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
