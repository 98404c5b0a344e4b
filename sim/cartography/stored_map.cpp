#include "dimsim/cartography/stored_map.hpp"

#include "dimsim/base/csv.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/base/text_file.hpp"
#include "dimsim/cartography/map_limits.hpp"
#include "dimsim/cartography/sample_map.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

namespace dimsim::cartography {
namespace {

// Three formats of the same map: CSV labels, JSON Lines, and a labelled trace. Labels and limits are optional
// in all of them.

/// Columns of a table that contain the map.
struct Header {
  std::optional<std::size_t> confidence;
  std::optional<std::size_t> variability;
  std::optional<std::size_t> correctness;
  std::optional<std::size_t> complexity;  ///< may be missing
};

Header read_header(const csv::Record& record) {
  // By name, so that columns may be in any order and other columns are ignored.
  const auto column = [&record](const char* name) -> std::optional<std::size_t> {
    const auto cell = std::find_if(record.cells.begin(), record.cells.end(),
                                   [name](const csv::Cell& each) { return each.text == name; });
    return cell == record.cells.end() ? std::nullopt
                                      : std::optional<std::size_t>(cell - record.cells.begin());
  };
  const Header header{column("confidence"), column("variability"), column("correctness"),
                      column("complexity")};
  std::vector<std::string> missing;
  for (const auto& [name, found] : {std::pair("confidence", header.confidence),
                                    {"variability", header.variability},
                                    {"correctness", header.correctness}}) {
    if (!found) {
      missing.push_back(quote(name));
    }
  }
  if (!missing.empty()) {
    throw InputError(record.cells.front().place,
                     fmt::format("is a table without a data map: it has no column {}", enumerate(missing)),
                     "`dimsim cartography DYNAMICS -o labels.csv` writes such a table");
  }
  return header;
}

/// Reads the rows of a table and collects their errors, so that all wrong cells are reported at once.
class Rows {
 public:
  Rows(const Header& header, Diagnostics& diagnostics) : header_(header), diagnostics_(diagnostics) {}

  void add(const csv::Record& record, StoredMap& stored) {
    stored.map.confidence.push_back(number(record.cells[*header_.confidence], "confidence", 1));
    stored.map.variability.push_back(
        number(record.cells[*header_.variability], "variability", kMaxVariability));
    const csv::Cell& correctness = record.cells[*header_.correctness];
    const auto epochs = parse_number<int>(correctness.text);
    if (!epochs || *epochs < 0) {
      refuse(correctness, "correctness", "a whole number, at least 0");
    }
    stored.map.correctness.push_back(epochs.value_or(0));
    if (header_.complexity) {
      stored.labels.push_back(label(record.cells[*header_.complexity]));
    }
  }

 private:
  double number(const csv::Cell& cell, const char* column, double most) {
    const auto value = parse_number<double>(cell.text);
    if (!value || !(*value >= 0 && *value <= most)) {  // negated for NaN
      refuse(cell, column, fmt::format("a number from 0 to {}", most));
      return 0;
    }
    return *value;
  }

  trace::Complexity label(const csv::Cell& cell) {
    const auto found = complexity_of(cell.text);
    if (!found) {
      refuse(cell, "complexity", "easy, medium or hard");
    }
    return found.value_or(trace::Complexity::Easy);
  }

  void refuse(const csv::Cell& cell, const char* column, const std::string& expected) {
    diagnostics_.add(cell.place, fmt::format("{}: {}; expected {}", column, quote(cell.text), expected));
  }

  const Header& header_;
  Diagnostics& diagnostics_;
};

StoredMap read_table(const std::filesystem::path& file) {
  Diagnostics diagnostics;
  const std::vector<csv::Record> records =
      csv::read(read_text_file(file.string(), "labels that `dimsim cartography` wrote (CSV)"), diagnostics);
  diagnostics.throw_if_any();
  if (records.size() < 2) {  // a header alone
    throw InputError(file_place(file.string()), "holds no samples",
                     "`dimsim cartography DYNAMICS -o labels.csv` writes a table that does");
  }
  const Header header = read_header(records.front());
  Rows rows(header, diagnostics);
  StoredMap stored;
  for (auto record = records.begin() + 1; record != records.end(); ++record) {
    if (record->cells.size() != records.front().cells.size()) {
      diagnostics.add(record->end, fmt::format("{} values in this line; the header has {}",
                                               record->cells.size(), records.front().cells.size()));
      continue;  // its cells cannot be assigned to columns
    }
    rows.add(*record, stored);
  }
  diagnostics.throw_if_any();
  return stored;
}

/// The cuts of a labelled trace, as values.
std::optional<Thresholds> limits_of(const hdf5::File& trace) {
  if (!trace.has_group(trace::kLabelGroup)) {
    return std::nullopt;
  }
  // Limits are optional: labels may have been made by another program.
  const auto easy_confidence = trace.number(trace::kLabelGroup, "easy_confidence_value");
  const auto easy_variability = trace.number(trace::kLabelGroup, "easy_variability_value");
  const auto hard_confidence = trace.number(trace::kLabelGroup, "hard_confidence_value");
  return easy_confidence && easy_variability && hard_confidence
             ? std::optional(Thresholds{*easy_confidence, *easy_variability, *hard_confidence})
             : std::nullopt;
}

/// The labels of all samples; empty unless each of them is a pool: the map itself can be drawn without them.
std::vector<trace::Complexity> labels_of(const hdf5::File& trace, const std::string& dataset,
                                         std::size_t samples) {
  if (!trace.has_dataset(dataset)) {
    return {};
  }
  std::vector<trace::Complexity> labels;
  for (const std::int8_t label : trace.read<std::int8_t>(dataset)) {
    labels.push_back(static_cast<trace::Complexity>(label));
  }
  const bool all_known =
      labels.size() == samples && std::all_of(labels.begin(), labels.end(), [](trace::Complexity label) {
        return label >= trace::Complexity::Easy && label <= trace::Complexity::Hard;
      });
  return all_known ? labels : std::vector<trace::Complexity>{};
}

void check_range(const hdf5::File& trace, const std::string& dataset, const std::vector<double>& values,
                 double most) {
  const auto wrong = std::find_if(values.begin(), values.end(), [most](double value) {
    return !(value >= 0 && value <= most);  // NaN too
  });
  if (wrong != values.end()) {
    throw InputError(
        file_place(trace.name().string()),
        fmt::format("'{}': value {} is {}; expected 0 to {}", dataset, wrong - values.begin(), *wrong, most),
        "label the trace again with `dimsim cartography TRACE -o TRACE`");
  }
}

StoredMap read_trace(const std::filesystem::path& file) {
  const hdf5::File trace = hdf5::File::open(file);
  const std::string train = std::string(trace::kTraining) + "/";
  const auto refuse = [&file](const std::string& message) {
    throw InputError(file_place(file.string()), message,
                     "label a trace with `dimsim cartography TRACE -o TRACE`");
  };
  // Checked before reading, so that an unlabelled trace gets a message about labels, not about a dataset.
  for (const char* dataset : {"confidence", "variability", "correctness"}) {
    if (!trace.has_dataset(train + dataset)) {
      refuse(fmt::format("has no data map: there is no dataset '{}{}'", train, dataset));
    }
  }
  StoredMap stored;
  // Stored as float; doubles hold the same values.
  stored.map.confidence = trace.read<double>(train + "confidence");
  stored.map.variability = trace.read<double>(train + "variability");
  stored.map.correctness = trace.read<int>(train + "correctness");
  const std::size_t samples = stored.map.confidence.size();
  if (samples == 0 || stored.map.variability.size() != samples || stored.map.correctness.size() != samples) {
    refuse("has a data map without samples, or one whose coordinates differ in number");
  }
  constexpr double kRounding = 1e-6;  // stored as float
  check_range(trace, train + "confidence", stored.map.confidence, 1 + kRounding);
  check_range(trace, train + "variability", stored.map.variability, kMaxVariability);
  check_range(trace, train + "correctness", {stored.map.correctness.begin(), stored.map.correctness.end()},
              std::numeric_limits<int>::max());
  stored.labels = labels_of(trace, train + "complexity", samples);
  if (!stored.labels.empty()) {
    stored.limits = limits_of(trace);
  }
  return stored;
}

StoredMap read_json_lines(const std::filesystem::path& file) {
  SampleMap samples = read_map(file);
  return {.map = std::move(samples.map), .labels = std::move(samples.labels)};
}

}  // namespace

StoredMap read_stored_map(const std::filesystem::path& file) {
  if (file.extension() == ".csv") {  // kind_of() does not know tables
    return read_table(file);
  }
  switch (kind_of(std::array{file})) {
    case InputKind::Trace:
      return read_trace(file);
    case InputKind::Map:
      return read_json_lines(file);
    case InputKind::Dynamics:
      throw InputError(file_place(file.string()), "holds training dynamics, not a map",
                       fmt::format("`dimsim cartography {} -o map.jsonl` makes one", file.string()));
  }
  throw InvariantError("kind of input outside of its enumeration");
}

}  // namespace dimsim::cartography
