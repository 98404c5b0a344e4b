#include "dimsim/plan/reference.hpp"

#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entry_vocabulary.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/path.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/plan/vocabulary.hpp"
#include "dimsim/policy/registry.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

// The reference is generated, because a page written by hand falls behind the reader. It is committed as part
// of scenarios/README.md, where users find it without the program; a test compares the two.
namespace dimsim::plan {
namespace {

using language::entry_noun;
using language::expected;
using language::Field;
using language::join;
using language::range;
using language::Type;

constexpr const char* kScenarioTitle = "Scenario";

/// The record type of a value or of the items of a list; nullptr for anything else.
const Type* record_in(const Type& type) {
  if (type.kind == Type::Kind::Record) {
    return &type;
  }
  return type.kind == Type::Kind::List ? record_in(*type.element) : nullptr;
}

std::string describe_value(const Type& type);

/// The fixed keys of a mapping; its other keys are names that the user chooses.
std::string describe_fixed_keys(const Type& mapping) {
  std::string text;
  for (const Field& field : mapping.fields) {
    text += fmt::format("; `{}`: {}", field.key, describe_value(*field.type));
  }
  return text;
}

/// A short description of a value; records have a table of their own.
std::string describe_value(const Type& type) {
  switch (type.kind) {
    case Type::Kind::Record:
      return "map, see below";
    case Type::Kind::List:
      return type.element->kind == Type::Kind::Record    ? "list of maps, see below"
             : type.element->kind == Type::Kind::Variant ? "list of policies"
                                                         : "list, each " + describe_value(*type.element);
    case Type::Kind::Mapping:
      return "map of names, each " + describe_value(*type.element) + describe_fixed_keys(type);
    case Type::Kind::Directional:
      return describe_value(*type.element) + "; or `{up: …, down: …}`";
    case Type::Kind::Reference:
      return fmt::format("a [{0}](#{0})", entry_noun(type.catalogue));
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
    table(kScenarioTitle, "", study_type().fields);
    for (const std::string& kind : catalogue::catalogue_kinds()) {
      table(entry_noun(kind), "", catalogue::entry_type(kind).fields);
    }
    units();
    policies();
    return text_;
  }

 private:
  void heading(std::string_view title) { text_ += fmt::format("\n### {}\n\n", title); }

  /// A table of fields, and below it one for each record among them. Two passes over the fields, because a
  /// table of Markdown ends at the next heading. `subject` is the scenario or a kind of the catalogue.
  void table(const std::string& subject, const std::string& path, const std::vector<Field>& fields) {
    heading(path.empty()                ? subject
            : subject == kScenarioTitle ? "`" + path + "`"
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
    text_ += fmt::format("| `{}` | {} | {} | {} |\n", key, describe_value(*field.type), default_text(field),
                         field.documentation);
  }

  /// Rows for the fields of a reference that its catalogue entry does not have. The others are listed once,
  /// with the entry: a scenario may override each of them.
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

  /// The dimensions come from the reader's own descriptions; only the prefixes are written here.
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

  /// Nested parameters are rows with a path, not tables of their own: there are few, and a policy keeps one
  /// table.
  void parameters(const std::string& path, const std::vector<Field>& fields) {
    for (const Field& field : fields) {
      row(join(path, field.key), field);
      if (const Type* record = record_in(*field.type)) {
        parameters(join(path, field.key), record->fields);
      }
    }
  }

  /// Summaries of policies are phrases, as `dimsim list` shows them; here each is a paragraph.
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
