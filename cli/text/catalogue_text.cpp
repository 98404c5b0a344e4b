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

namespace dimsim::cli {

namespace {

constexpr std::size_t kWidth = 80;

catalogue::Catalogue catalogue() { return catalogue::Catalogue(catalogue::Catalogue::default_root()); }

const policy::Entry& policy_entry(const std::string& name) {
  const policy::Entry* entry = policy::find(name);
  if (entry == nullptr) {
    throw InvariantError(fmt::format("policy '{}' was listed and is not there", name));
  }
  return *entry;
}

std::string parameter_text(const language::Field& field) {
  const std::string presence = field.presence == language::Field::Presence::Required ? "required"
                               : field.presence == language::Field::Presence::Default
                                   ? "default " + field.default_text
                                   : "optional";
  return results::wrapped(fmt::format("  {} ({}; {}): {}", field.key, language::expected(*field.type),
                                      presence, field.documentation),
                          kWidth, 4);
}

std::string policy_details(const policy::Entry& entry) {
  std::string text = fmt::format("policy {}: {}\n\n", entry.name, entry.summary);
  text += results::wrapped("rule: " + entry.rule, kWidth, 2);
  text += results::wrapped("source: " + entry.source, kWidth, 2);
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
    text += "needs: hindsight; it is a bound, not a policy that one could use\n";
  }
  text += entry.parameters.empty() ? "parameters: none\n" : "parameters:\n";
  for (const language::Field& field : entry.parameters) {
    text += "  " + parameter_text(field);
  }
  return text;
}

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

/// Figures and description of an entry.
struct Line {
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
  constexpr int kTokens = 128;
  return {std::to_string(variant.layers), std::to_string(variant.hidden),
          fmt::format("{:.1f} M", model::parameter_count(variant) / 1e6),
          fmt::format("{:.3g} GFLOP", model::encoder_work(variant, kTokens, 1, 1).flops / 1e9)};
}

Line line_of(const std::string& kind, const std::string& name) {
  if (kind == kPolicies) {
    return {{}, policy_entry(name).summary};
  }
  if (kind == catalogue::kPlatforms) {
    const language::Node entry = catalogue().read(kind, name);
    const language::Node* description = entry.find("description");
    return {{}, description != nullptr && description->is_scalar() ? description->text : ""};
  }
  const catalogue::CatalogueEntry entry = catalogue::read_entry(catalogue(), kind, name);
  const std::string& description = entry.fields.at("description").text;
  if (kind == "devices") {
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

std::string list_of(const std::string& kind) {
  constexpr std::size_t kListWidth = 120;
  constexpr std::size_t kGap = 2;
  results::Grid grid{heading_of(kind)};
  std::vector<std::string> descriptions{"description"};
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
  const std::vector<std::string> lines = results::lines_of(grid, kGap);
  const std::size_t width = results::width_of(grid, kGap);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += fmt::format("{:{}}{}\n", lines[i], width + kGap,
                        results::shortened(descriptions[i], kListWidth - std::min(kListWidth, width + kGap)));
  }
  return text;
}

std::string details_of(const std::string& kind, const std::string& name) {
  if (kind == kPolicies) {
    return policy_details(policy_entry(name));
  }
  if (kind != catalogue::kPlatforms) {  // a platform is checked with the scenario that completes it
    static_cast<void>(catalogue::read_entry(catalogue(), kind, name));
  }
  return fmt::format("# {}/{}\n{}", kind, name, language::emit(catalogue().read(kind, name)));
}

}  // namespace dimsim::cli
