#include "dimsim/trace/import/import_columns.hpp"

#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::trace {
namespace {

/// ASCII only: std::tolower keeps the bytes of other UTF-8 characters in the C locale, in which dimsim runs.
std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::optional<std::string> find_name(const std::string& name, const std::vector<std::string>& available) {
  const auto found = std::find_if(available.begin(), available.end(), [&name](const std::string& candidate) {
    return lower(candidate) == lower(name);
  });
  return found == available.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

const std::vector<Column>& import_columns() {
  // The first name is the one of the documentation; the others are common in exports of training code. A file
  // that has several of them is read by the first.
  static const std::vector<Column> columns = {{"sample", {"sample", "guid", "sample_id"}},
                                              {"exit", {"exit"}},
                                              {"confidence", {"confidence"}},
                                              {"prediction", {"prediction", "predictions"}},
                                              {"label", {"label", "labels", "gold"}},
                                              {"logits", {"logits", "exit_logits"}},
                                              {"probabilities", {"probabilities"}},
                                              {"tokens", {"tokens"}},
                                              {"text_bytes", {"text_bytes"}},
                                              {"complexity", {"complexity"}},
                                              {"embedding", {"embedding"}},
                                              {"split", {"split"}}};
  return columns;
}

std::optional<std::string> ColumnNames::find(const std::string& column,
                                             const std::vector<std::string>& available) const {
  // A name given by the user replaces the usual ones, even if the file has one of those as well.
  if (const auto given = options_.columns.find(column); given != options_.columns.end()) {
    return given->second.empty() ? std::nullopt : find_name(given->second, available);
  }
  const auto known = std::find_if(import_columns().begin(), import_columns().end(),
                                  [&column](const Column& candidate) { return candidate.name == column; });
  for (const std::string& name : known->names) {
    if (auto found = find_name(name, available)) {
      return found;
    }
  }
  return std::nullopt;
}

void ColumnNames::check_given(const std::vector<std::string>& available, const Place& place,
                              Diagnostics& faults) const {
  for (const auto& [column, name] : options_.columns) {
    if (!name.empty() && !find_name(name, available)) {
      faults.add(place, fmt::format("has no {} (--column {}={})", quote(name), column, name),
                 suggestion(name, available));
    }
  }
}

void ColumnNames::require(const std::vector<std::string>& columns, const std::vector<std::string>& available,
                          const Place& place, Diagnostics& faults) const {
  std::vector<std::string> missing;
  for (const std::string& column : columns) {
    const auto given = options_.columns.find(column);
    // check_given() has reported a name of the user's with the nearest name; a second message would say less.
    const bool is_reported = given != options_.columns.end() && !given->second.empty();
    if (!find(column, available) && !is_reported) {
      missing.push_back("'" + column + "'");
    }
  }
  if (!missing.empty()) {
    const std::string& first = missing.front();
    faults.add(place, fmt::format("lacks {}", enumerate(missing)),
               naming_hint(first.substr(1, first.size() - 2), available));
  }
}

std::string naming_hint(const std::string& column, const std::vector<std::string>& available) {
  constexpr std::size_t kMax = 20;  // tables of features have hundreds of columns
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(available.size(), kMax); ++i) {
    names.push_back(quote(available[i]));
  }
  return fmt::format("--column {}=NAME says what it is called; there {} {}{}", column,
                     available.size() == 1 ? "is" : "are", fmt::join(names, ", "),
                     available.size() > kMax ? ", …" : "");
}

}  // namespace dimsim::trace
