#include "dimsim/cli/text/catalogue_text.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/bind.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/language/emit.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/units.hpp"
#include "dimsim/policy/registry.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

// Entries are read through the same binding as a scenario reads them, not printed as YAML alone: an entry
// that `list` shows is one that a scenario can use. Policies are not in the catalogue but in the registry of
// the code, and platforms are fragments of scenarios, so both need branches of their own.

namespace dimsim::cli {

namespace {

constexpr std::size_t kDetailsWidth = 80;

catalogue::Catalogue default_catalogue() {
  return catalogue::Catalogue(catalogue::Catalogue::default_root());
}

const policy::Entry& policy_entry(const std::string& name) {
  const policy::Entry* entry = policy::find(name);
  if (entry == nullptr) {
    throw InvariantError(fmt::format("policy '{}' was listed but is not registered", name));
  }
  return *entry;
}

// Parameters are described from the fields that check them in a scenario, so the text cannot be out of date.
std::string parameter_text(const language::Field& field) {
  const std::string presence = field.presence == language::Field::Presence::Required ? "required"
                               : field.presence == language::Field::Presence::Default
                                   ? "default " + field.default_text
                                   : "optional";
  return wrapped(fmt::format("  {} ({}; {}): {}", field.key, language::expected(*field.type), presence,
                             field.documentation),
                 kDetailsWidth, 4);
}

// The rule and the source come first, since a policy is known in the literature by them and not by our name
// for it.
std::string policy_details(const policy::Entry& entry) {
  std::string text = fmt::format("policy {}: {}\n\n", entry.name, entry.summary);
  text += wrapped("rule: " + entry.rule, kDetailsWidth, 2);
  text += wrapped("source: " + entry.source, kDetailsWidth, 2);
  if (entry.needs.complexity) {
    text += "needs: a trace with complexity labels\n";
  }
  if (entry.needs.calibration) {
    text += "needs: a split to tune itself on, 'workload.calibration'\n";
  }
  if (entry.may_tune) {
    text += "needs: a split to tune itself on, 'workload.calibration', unless its thresholds are given\n";
  }
  if (entry.needs.hindsight) {
    text += "needs: hindsight; it is a bound, not a usable policy\n";
  }
  text += entry.parameters.empty() ? "parameters: none\n" : "parameters:\n";
  for (const language::Field& field : entry.parameters) {
    text += "  " + parameter_text(field);
  }
  return text;
}

// Every kind has figures of its own, so the columns differ. The description follows them without a width of
// its own: it is cut rather than wrapped, so that each entry stays on one line, as `grep` needs it.
std::vector<std::string> heading_of(const std::string& kind) {
  if (kind == "devices") {
    return {"device", "speed", "in", "memory", "power", "price"};
  }
  if (kind == "links") {
    return {"link", "up", "down", "latency"};
  }
  if (kind == "models") {
    return {"model", "layers", "hidden", "parameters", "at 128 tokens"};
  }
  return {kind == kPolicies ? "policy" : "platform"};
}

/// A line of the list: the main figures of an entry and its description.
struct CatalogueLine {
  std::vector<std::string> figures;
  std::string description;
};

std::vector<std::string> figures_of(const model::Device& device, const std::string& precision) {
  return {human(device.flops_per_s, Dimension::Compute), precision,
          device.memory_bytes > 0 ? human(device.memory_bytes, Dimension::Data) : "-",
          fmt::format("{:.3g}-{:.3g} W", device.idle_power_w, device.load_power_w),
          device.usd_per_s > 0 ? human(device.usd_per_s, Dimension::PricePerTime) : "-"};
}

std::vector<std::string> figures_of(const catalogue::Link& link) {
  return {human(link.up_bytes_per_s, Dimension::Bandwidth),
          human(link.down_bytes_per_s, Dimension::Bandwidth), human(link.latency_s, Dimension::Time)};
}

std::vector<std::string> figures_of(const model::Variant& variant) {
  constexpr int kTokens = 128;  // as the heading says; the usual length in the literature on BERT
  return {std::to_string(variant.layers), std::to_string(variant.hidden),
          fmt::format("{:.1f} M", model::parameter_count(variant) / 1e6),
          fmt::format("{:.3g} GFLOP", model::encoder_work(variant, kTokens, 1, 1).flops / 1e9)};
}

CatalogueLine line_of(const std::string& kind, const std::string& name) {
  if (kind == kPolicies) {
    return {{}, policy_entry(name).summary};
  }
  if (kind == catalogue::kPlatforms) {
    const language::Node entry = default_catalogue().read(kind, name);
    const language::Node* description = entry.find("description");
    return {{}, description != nullptr && description->is_scalar() ? description->text : ""};
  }
  const catalogue::CatalogueEntry entry = catalogue::read_entry(default_catalogue(), kind, name);
  const std::string& description = entry.fields.at("description").text;
  if (kind == "devices") {
    // A device may have several speeds; the list shows that of the precision its entry uses by default.
    const std::string& precision = entry.fields.at("compute").at("precision").text;
    return {figures_of(catalogue::bind_device(entry.fields, name, precision), precision), description};
  }
  return {kind == "links" ? figures_of(catalogue::bind_link(entry.fields, name))
                          : figures_of(catalogue::bind_model(entry.fields, name)),
          description};
}

}  // namespace

std::vector<std::string> listed_kinds() {
  std::vector<std::string> kinds = catalogue::catalogue_kinds();
  kinds.emplace_back(catalogue::kPlatforms);
  kinds.emplace_back(kPolicies);
  return kinds;
}

// The catalogue sorts names; policies keep the order of the registry, which groups related ones.
std::vector<std::string> listed_names(const std::string& kind) {
  if (kind != kPolicies) {
    return default_catalogue().names(kind);
  }
  std::vector<std::string> names;
  for (const policy::Entry& entry : policy::registry()) {
    names.push_back(entry.name);
  }
  return names;
}

std::string list_of(const std::string& kind) {
  constexpr std::size_t kListWidth = 120;
  constexpr std::size_t kGap = 2;
  Grid grid{heading_of(kind)};
  std::vector<std::string> descriptions{"description"};
  // Errors are collected over all entries: a list that stops at the first faulty one hides the rest.
  Diagnostics diagnostics;
  for (const std::string& name : listed_names(kind)) {
    try {
      auto [figures, description] = line_of(kind, name);
      figures.insert(figures.begin(), name);
      grid.push_back(std::move(figures));
      descriptions.push_back(std::move(description));
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  std::string text;
  const std::vector<std::string> lines = lines_of(grid, kGap);
  const std::size_t width = width_of(grid, kGap);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += fmt::format("{:{}}{}\n", lines[i], width + kGap,
                        shortened(descriptions[i], kListWidth - std::min(kListWidth, width + kGap)));
  }
  return text;
}

std::string details_of(const std::string& kind, const std::string& name) {
  if (kind == kPolicies) {
    return policy_details(policy_entry(name));
  }
  if (kind !=
      catalogue::kPlatforms) {  // a platform is incomplete and is checked with the scenario that includes it
    static_cast<void>(catalogue::read_entry(default_catalogue(), kind, name));
  }
  // The output is valid YAML, so that it can be the start of an entry of one's own.
  return fmt::format("# {}/{}\n{}", kind, name, language::emit(default_catalogue().read(kind, name)));
}

}  // namespace dimsim::cli
