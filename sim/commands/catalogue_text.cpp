#include "commands/catalogue_text.hpp"

#include "base/error.hpp"
#include "policy/policy.hpp"
#include "results/text_grid.hpp"
#include "scenario/catalogue.hpp"
#include "scenario/emit.hpp"
#include "scenario/resolve.hpp"

#include <fmt/format.h>

namespace dimsim::commands {

namespace {

constexpr std::size_t kWidth = 80;

scenario::Catalogue catalogue() { return scenario::Catalogue(scenario::Catalogue::default_root()); }

const policy::Entry& policy_entry(const std::string& name) {
  const policy::Entry* entry = policy::find(name);
  if (entry == nullptr) {
    throw InvariantError(fmt::format("policy '{}' was listed and is not there", name));
  }
  return *entry;
}

std::string parameter_text(const Field& field) {
  const std::string presence = field.presence == Field::Presence::Required  ? "required"
                               : field.presence == Field::Presence::Default ? "default " + field.default_text
                                                                            : "optional";
  return results::wrapped(fmt::format("  {} ({}): {}", field.key, presence, field.documentation), kWidth, 4);
}

std::string policy_details(const policy::Entry& entry) {
  std::string text = fmt::format("policy {}: {}\n\n", entry.name, entry.summary);
  text += results::wrapped("rule: " + entry.rule, kWidth, 2);
  text += results::wrapped("source: " + entry.source, kWidth, 2);
  if (entry.needs_complexity) {
    text += "needs: a trace with complexity labels\n";
  }
  text += entry.parameters.empty() ? "parameters: none\n" : "parameters:\n";
  for (const Field& field : entry.parameters) {
    text += "  " + parameter_text(field);
  }
  return text;
}

}  // namespace

std::vector<std::string> listed_kinds() {
  std::vector<std::string> kinds = scenario::catalogue_kinds();
  kinds.emplace_back(scenario::kPlatforms);
  kinds.emplace_back(kPolicies);
  return kinds;
}

std::vector<std::string> listed_names(const std::string& kind) {
  if (kind != kPolicies) {
    return catalogue().names(kind);
  }
  std::vector<std::string> names;
  for (const policy::Entry& entry : policy::registry()) {
    names.push_back(entry.name);
  }
  return names;
}

std::string summary_of(const std::string& kind, const std::string& name) {
  if (kind == kPolicies) {
    return policy_entry(name).summary;
  }
  if (kind == scenario::kPlatforms) {
    const Node entry = catalogue().read(kind, name);
    const Node* description = entry.find("description");
    return description != nullptr && description->is_scalar() ? description->text : "";
  }
  return scenario::read_entry(catalogue(), kind, name).fields.at("description").text;
}

std::string details_of(const std::string& kind, const std::string& name) {
  if (kind == kPolicies) {
    return policy_details(policy_entry(name));
  }
  if (kind != scenario::kPlatforms) {  // a platform is checked with the scenario that completes it
    static_cast<void>(scenario::read_entry(catalogue(), kind, name));
  }
  return fmt::format("# {}/{}\n{}", kind, name, scenario::emit(catalogue().read(kind, name)));
}

}  // namespace dimsim::commands
