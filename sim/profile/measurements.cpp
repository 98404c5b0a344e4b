// A table of measurements is small and written by hand, so that the reader aims at messages: all errors at
// once, each at its cell, and names that are nearly right with a suggestion.
#include "dimsim/profile/measurements.hpp"

#include "dimsim/base/csv.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace dimsim::profile {
namespace {

using csv::Cell;
using csv::Record;
using model::Precision;

constexpr int kLargest = 1'000'000;  ///< sanity limit on tokens and on samples per batch

const std::vector<std::string>& required_columns() {
  static const std::vector<std::string> names{"device", "model", "tokens", "batch", "precision", "seconds"};
  return names;
}

std::vector<std::string> all_columns() {
  std::vector<std::string> names = required_columns();
  names.insert(names.end(), {"source", "use"});
  return names;
}

std::string header_hint() {
  return fmt::format("the first line names the columns: {}", fmt::join(all_columns(), ","));
}

/// Index of each column in the file.
using Header = std::map<std::string, std::size_t>;

Header read_header(const Record& record, Diagnostics& diagnostics) {
  Header header;
  const std::vector<std::string> known = all_columns();
  // One known name suffices: a misspelt column must not be reported as a missing header.
  const bool is_header = std::any_of(record.cells.begin(), record.cells.end(), [&known](const Cell& cell) {
    return std::find(known.begin(), known.end(), cell.text) != known.end();
  });
  if (!is_header) {
    diagnostics.add(record.cells.front().place, "expected a header, the names of the columns", header_hint());
    return header;
  }
  for (std::size_t i = 0; i < record.cells.size(); ++i) {
    const Cell& cell = record.cells[i];
    if (std::find(known.begin(), known.end(), cell.text) == known.end()) {
      diagnostics.add(cell.text.empty()
                          ? Diagnostic{cell.place, "a column without a name", suggestion("", known)}
                          : unknown_name(cell.place, "", "column", cell.text, known));
    } else if (const auto [first, is_new] = header.emplace(cell.text, i); !is_new) {
      diagnostics.add({cell.place,
                       fmt::format("column {} appears twice", quote(cell.text)),
                       "",
                       {{record.cells[first->second].place, "first here"}}});
    }
  }
  // Unknown columns are errors, not ignored: `tokes` would otherwise only be reported as missing `tokens`.
  std::vector<std::string> missing;
  for (const std::string& name : required_columns()) {
    if (!header.contains(name)) {
      missing.push_back("'" + name + "'");
    }
  }
  if (!missing.empty()) {
    diagnostics.add(record.end, fmt::format("column{} {} missing", missing.size() == 1 ? "" : "s",
                                            enumerate(missing) + (missing.size() == 1 ? " is" : " are")));
  }
  return header;
}

/// Reads the values of one record. Errors are added to the diagnostics and a placeholder is returned, so that
/// the remaining values are checked too.
class RowReader {
 public:
  RowReader(const Header& header, const Record& record, Diagnostics& diagnostics)
      : header_(header), record_(record), diagnostics_(diagnostics) {}

  /// A required text.
  const Cell& text(const std::string& column) {
    const Cell& cell = record_.cells[header_.at(column)];
    if (cell.text.empty()) {
      diagnostics_.add(cell.place, column + " is missing");
    }
    return cell;
  }

  std::string optional_text(const std::string& column) {
    const auto found = header_.find(column);
    return found == header_.end() ? "" : record_.cells[found->second].text;
  }

  int count(const std::string& column) {
    const Cell& cell = text(column);
    const auto value = parse_number<int>(cell.text);
    // text() has reported an empty cell.
    if (!cell.text.empty() && (!value || *value < 1 || *value > kLargest)) {
      refuse(cell, column, fmt::format("a whole number from 1 to {}", kLargest));
    }
    return value.value_or(1);
  }

  double seconds(const std::string& column) {
    const Cell& cell = text(column);
    const auto value = parse_number<double>(cell.text);
    // The fit divides by the time. "inf" and "nan" are numbers to the parser.
    if (!cell.text.empty() && (!value || !std::isfinite(*value) || *value <= 0)) {
      refuse(cell, column, "seconds as a number above 0, without a unit, such as 0.0123");
    }
    return value.value_or(1);
  }

  Precision precision(const std::string& column) {
    const Cell& cell = text(column);
    const std::optional<Precision> found = model::find_precision(cell.text);
    if (!found && !cell.text.empty()) {
      refuse(cell, column, "fp32, fp16 or int8");
    }
    return found.value_or(Precision::Fp32);
  }

  bool is_check(const std::string& column) {
    const std::string text = optional_text(column);
    if (!text.empty() && text != "fit" && text != "check") {
      refuse(record_.cells[header_.at(column)], column, "fit or check");
    }
    return text == "check";
  }

 private:
  void refuse(const Cell& cell, const std::string& column, const std::string& expected) {
    diagnostics_.add(cell.place, fmt::format("{}: {}; expected {}", column, quote(cell.text), expected));
  }

  const Header& header_;
  const Record& record_;
  Diagnostics& diagnostics_;
};

/// Looks each model up once, since a table has many rows of few models and each is read from its file.
class Lookup {
 public:
  Lookup(const Models& models, Diagnostics& diagnostics) : models_(models), diagnostics_(diagnostics) {}

  std::shared_ptr<const model::Variant> find(const Cell& name) {
    if (name.text.empty()) {
      return nullptr;
    }
    const auto known = found_.find(name.text);
    if (known != found_.end()) {
      return known->second;
    }
    if (auto variant = models_.find(name.text)) {
      return found_[name.text] = std::make_shared<const model::Variant>(std::move(*variant));
    }
    // Not cached: each row with an unknown model is reported.
    diagnostics_.add(unknown_name(name.place, "model", "model", name.text, models_.names));
    return nullptr;
  }

 private:
  const Models& models_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::shared_ptr<const model::Variant>> found_;
};

Measurement read_row(const Header& header, const Record& record, Lookup& lookup, Diagnostics& diagnostics) {
  RowReader reader(header, record, diagnostics);
  Measurement row;
  row.device = reader.text("device").text;
  row.variant = lookup.find(reader.text("model"));
  row.tokens = reader.count("tokens");
  row.batch = reader.count("batch");
  row.precision = reader.precision("precision");
  row.seconds = reader.seconds("seconds");
  row.source = reader.optional_text("source");
  row.is_check = reader.is_check("use");
  row.place = record.cells.front().place;
  return row;
}

}  // namespace

std::vector<Measurement> read_measurements(const std::shared_ptr<const SourceText>& source,
                                           const Models& models) {
  Diagnostics diagnostics;
  // In three steps with an exit after each: errors in the quotation marks shift cells, and errors in the
  // header make each row wrong.
  const std::vector<Record> records = csv::read(source, diagnostics);
  if (records.empty()) {
    diagnostics.add(Place{source}, "is empty; expected a header and measured rows", header_hint());
  }
  diagnostics.throw_if_any();
  const Header header = read_header(records.front(), diagnostics);
  diagnostics.throw_if_any();  // without the columns no row can be read
  if (records.size() == 1) {
    diagnostics.add(Place{source}, "has a header and no measured rows");
  }
  Lookup lookup(models, diagnostics);
  std::vector<Measurement> rows;
  const std::size_t columns = records.front().cells.size();
  for (auto record = records.begin() + 1; record != records.end(); ++record) {
    if (const std::size_t found = record->cells.size(); found != columns) {
      diagnostics.add(found < columns ? record->end : record->cells[columns].place,
                      fmt::format("{} values in this line; the header has {}", found, columns));
      continue;  // which cell is missing is unknown, so that none can be assigned to its column
    }
    rows.push_back(read_row(header, *record, lookup, diagnostics));
  }
  diagnostics.throw_if_any();
  return rows;
}

std::vector<std::string> devices_in(const std::vector<Measurement>& rows) {
  std::vector<std::string> names;
  for (const Measurement& row : rows) {
    if (std::find(names.begin(), names.end(), row.device) == names.end()) {
      names.push_back(row.device);
    }
  }
  return names;
}

}  // namespace dimsim::profile
