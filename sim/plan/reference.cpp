#include "dimsim/plan/reference.hpp"

#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entry_vocabulary.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/plan/vocabulary.hpp"
#include "dimsim/policy/registry.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace dimsim::plan {
namespace {

using language::expected;
using language::Field;
using language::join;
using language::range;
using language::Type;

constexpr const char* kScenario = "Scenario";

/// The record that a value holds, be it as an item of a list; nullptr for anything else.
const Type* record_in(const Type& type) {
  if (type.kind == Type::Kind::Record) {
    return &type;
  }
  return type.kind == Type::Kind::List ? record_in(*type.element) : nullptr;
}

std::string singular(const std::string& kind) { return kind.substr(0, kind.size() - 1); }

std::string shape(const Type& type);

/// The keys of a mapping that are no names.
std::string beside(const Type& mapping) {
  std::string text;
  for (const Field& field : mapping.fields) {
    text += fmt::format("; `{}`: {}", field.key, shape(*field.type));
  }
  return text;
}

/// What a value looks like, in few words; records have a table of their own.
std::string shape(const Type& type) {
  switch (type.kind) {
    case Type::Kind::Record:
      return "map, see below";
    case Type::Kind::List:
      return type.element->kind == Type::Kind::Record    ? "list of maps, see below"
             : type.element->kind == Type::Kind::Variant ? "list of policies"
                                                         : "list, each " + shape(*type.element);
    case Type::Kind::Mapping:
      return "map of names, each " + shape(*type.element) + beside(type);
    case Type::Kind::Directional:
      return shape(*type.element) + "; or `{up: …, down: …}`";
    case Type::Kind::Reference:
      return fmt::format("a [{0}](#{0})", singular(type.catalogue));
    case Type::Kind::Quantity:
      return expected(type) + (type.minimum_is_allowed ? "" : ", " + range(type));
    default:
      return expected(type);
  }
}

std::string default_text(const Field& field) {
  switch (field.presence) {
    case Field::Presence::Required:
      return "**required**";
    case Field::Presence::Optional:
      return "–";
    case Field::Presence::Default:
      return field.default_text.empty() ? "empty" : fmt::format("`{}`", field.default_text);
  }
  return "";
}

class ReferenceWriter {
 public:
  std::string write() {
    table(kScenario, "", study_type().fields);
    for (const std::string& kind : catalogue::catalogue_kinds()) {
      table(singular(kind), "", catalogue::entry_type(kind).fields);
    }
    units();
    policies();
    return text_;
  }

 private:
  void heading(std::string_view title) { text_ += fmt::format("\n### {}\n\n", title); }

  /// A table of fields, and below it one for each record among them. `subject` is what the fields belong to.
  void table(const std::string& subject, const std::string& path, const std::vector<Field>& fields) {
    heading(path.empty()           ? subject
            : subject == kScenario ? "`" + path + "`"
                                   : fmt::format("{}: `{}`", subject, path));
    text_ += "| key | value | default | meaning |\n|---|---|---|---|\n";
    for (const Field& field : fields) {
      row(field.key, field);
      if (field.type->kind == Type::Kind::Reference) {
        extra_rows(field);
      }
    }
    for (const Field& field : fields) {
      if (const Type* record = record_in(*field.type)) {
        const char* items = field.type->kind == Type::Kind::List ? "[]" : "";
        table(subject, join(path, field.key) + items, record->fields);
      }
    }
  }

  void row(const std::string& key, const Field& field) {
    text_ += fmt::format("| `{}` | {} | {} | {} |\n", key, shape(*field.type), default_text(field),
                         field.documentation);
  }

  /// What a reference takes beyond the fields of a catalogue entry.
  void extra_rows(const Field& reference) {
    const std::vector<Field>& known = catalogue::entry_type(reference.type->catalogue).fields;
    for (const Field& field : reference.type->fields) {
      const bool is_of_entry =
          std::any_of(known.begin(), known.end(), [&](const Field& other) { return other.key == field.key; });
      if (!is_of_entry && field.key != "name") {
        row(join(reference.key, field.key), field);
      }
    }
  }

  void units() {
    heading("Units");
    text_ +=
        "A value with a dimension always carries its unit; the blank before the unit may be left out.\n\n";
    constexpr std::array all{Dimension::Time,           Dimension::Rate,         Dimension::Data,
                             Dimension::Bandwidth,      Dimension::Power,        Dimension::Energy,
                             Dimension::EnergyPerData,  Dimension::Compute,      Dimension::Price,
                             Dimension::PricePerTime,   Dimension::PricePerData, Dimension::PricePerEnergy,
                             Dimension::CarbonPerEnergy};
    for (const Dimension dimension : all) {
      text_ += fmt::format("- {}\n", describe(dimension));
    }
    text_ += R"(
Prefixes are n, u (or µ), m, k, M, G, T, and Ki, Mi, Gi, Ti for data. `b` and `bit` are bits, `B` is a byte, `bps` is
bit/s. Other times are min, h and d, other energies Wh and kWh. Units are divided and multiplied: `nJ/bit`, `W*h`,
`/s`, `req/min`.
)";
  }

  void policies() {
    heading("Policies");
    text_ += "An item of `policies` is a name, or `{policy: NAME, label: …, parameters…}`.\n";
    for (const policy::Entry& entry : policy::registry()) {
      text_ += fmt::format("\n#### `{}`\n\n{}\n\n{}\n\nSource: {}.\n", entry.name, sentence(entry.summary),
                           entry.rule, entry.source);
      if (!entry.parameters.empty()) {
        text_ += "\n| parameter | value | default | meaning |\n|---|---|---|---|\n";
        parameters("", entry.parameters);
      }
    }
  }

  void parameters(const std::string& path, const std::vector<Field>& fields) {
    for (const Field& field : fields) {
      row(join(path, field.key), field);
      if (const Type* record = record_in(*field.type)) {
        parameters(join(path, field.key), record->fields);
      }
    }
  }

  static std::string sentence(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
      text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text + ".";
  }

  std::string text_;
};

}  // namespace

std::string language_reference() { return ReferenceWriter().write(); }

}  // namespace dimsim::plan
