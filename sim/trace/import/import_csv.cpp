// CSV in long format: one line for each exit of each sample. Lines of different samples may alternate,
// because training code logs sample by sample or exit by exit; the exits of one sample must rise, so that a
// missing line is noticed at the next one. Lines are read one by one and samples are found by their guid.
//
// An error marks its sample as faulty. Its later lines are still checked by themselves, but no longer against
// the sample: after one bad line each of them would seem to be out of order.
#include "dimsim/base/csv.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/trace/import/import_columns.hpp"
#include "dimsim/trace/import/import_samples.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace dimsim::trace {
namespace {

using csv::Cell;
using csv::Record;

/// State of a sample while its lines are read.
struct PendingSample {
  std::size_t index = 0;   ///< position in its split
  bool is_faulty = false;  ///< an error was reported; later ones would only follow from it
};

struct PendingSplit {
  SampleSplit split;
  std::unordered_map<std::int64_t, PendingSample> by_guid;
};

/// The values of one line.
struct Row {
  std::int64_t guid = 0;
  std::int64_t exit = 0;
  Answer answer;
  std::int64_t label = 0;
  std::int64_t tokens = 0;
  std::int64_t text_bytes = 0;
  std::optional<Complexity> complexity;
  std::string split;
};

class CsvImport {
 public:
  CsvImport(const std::shared_ptr<const SourceText>& source, const std::optional<std::string>& split,
            ImportState& state)
      : source_(source), split_(split), state_(state), names_(state.options) {}

  void run() {
    csv::each_record(source_, faults_, [this](const Record& record) {
      if (header_.empty()) {
        has_columns_ = read_header(record);
      } else if (has_columns_) {
        read_record(record);
        has_samples_ = true;
      }
    });
    if (header_.empty()) {
      faults_.add(Place{source_}, "is empty; expected a header and a line for each exit of each sample");
    } else if (has_columns_ && !has_samples_) {
      faults_.add(Place{source_}, "has a header and no samples");
    }
    if (!has_unassigned_lines_) {  // otherwise samples seem to lack exits that are in those lines
      check_exits();
    }
    finish();
  }

 private:
  bool read_header(const Record& header) {
    for (const Cell& cell : header.cells) {
      header_.push_back(cell.text);
    }
    // Spreadsheets in many languages export with semicolons and decimal commas. Guessing would misread
    // numbers.
    if (header_.size() == 1 && header_.front().find_first_of(";\t") != std::string::npos) {
      const bool tab = header_.front().find('\t') != std::string::npos;
      faults_.add(header.cells.front().place,
                  fmt::format("the columns are separated by {}; expected commas", tab ? "tabs" : "';'"),
                  "write the file with commas between columns and points in numbers");
      return false;
    }
    names_.check_given(header_, header.cells.front().place, faults_);
    for (const Column& column : import_columns()) {
      if (const auto found = names_.find(column.name, header_)) {
        const auto first = std::find(header_.begin(), header_.end(), *found);
        columns_[column.name] = static_cast<std::size_t>(first - header_.begin());
        if (const auto second = std::find(first + 1, header_.end(), *found); second != header_.end()) {
          faults_.add(header.cells[static_cast<std::size_t>(second - header_.begin())].place,
                      fmt::format("column {} appears twice", quote(*found)));
        }
      }
    }
    names_.require({"sample", "exit", "confidence", "prediction", "label"}, header_,
                   header.cells.front().place, faults_);
    require_constant("tokens", "tokens", state_.options.tokens, state_.tokens_are_assumed);
    require_constant("text_bytes", "text-bytes", state_.options.text_bytes, state_.text_bytes_are_assumed);
    if (split_ && columns_.contains("split")) {
      faults_.add(header.cells[columns_.at("split")].place,
                  fmt::format("the file has its own split names, but is given as '{}'", *split_),
                  "omit the name, or add --column split= to ignore the column");
    }
    return faults_.empty();
  }

  void require_constant(const std::string& column, const std::string& option,
                        const std::optional<std::int32_t>& constant, bool& is_assumed) {
    if (columns_.contains(column)) {
      return;
    }
    is_assumed = true;  // recorded in the trace, so that nobody takes the constant for a measurement
    if (!constant) {
      faults_.add({source_, 1, 1}, fmt::format("has no '{}', which a trace needs", column),
                  fmt::format("--{0} N assumes N for every sample, --column {1}=NAME names the column",
                              option, column));
    }
  }

  void read_record(const Record& record) {
    if (record.cells.size() != header_.size()) {
      const std::size_t found = record.cells.size();
      faults_.add(found < header_.size() ? record.end : record.cells[header_.size()].place,
                  fmt::format("{} values in this line; the header has {}", found, header_.size()));
      has_unassigned_lines_ = true;
      return;
    }
    // All values of the line are checked, even after the first error. A refused guid is read as 0; at worst
    // this hides another error of sample 0, and the import fails in any case.
    const std::size_t faults = faults_.list().size();
    const Row row = read_row(record);
    add(row, record, faults_.list().size() > faults);
  }

  Row read_row(const Record& record) {
    Row row;
    row.guid = guid(record);
    row.exit = exit(record);
    row.answer = {confidence(record), static_cast<std::int32_t>(class_number(record, "prediction")),
                  cell(record, "confidence").place};
    row.label = class_number(record, "label");
    row.tokens = count(record, "tokens", state_.options.tokens);
    row.text_bytes = count(record, "text_bytes", state_.options.text_bytes);
    row.complexity = complexity(record);
    row.split = split_of(record);
    return row;
  }

  [[nodiscard]] const Cell& cell(const Record& record, const std::string& column) const {
    return record.cells[columns_.at(column)];
  }

  void refuse(const Record& record, const std::string& column, const std::string& expected,
              const std::string& hint = "") {
    const Cell& found = cell(record, column);
    faults_.add(found.place,
                fmt::format("{}: {}; expected {}", column, found.text.empty() ? "nothing" : quote(found.text),
                            expected),
                state_.once(hint));
  }

  std::int64_t guid(const Record& record) {
    const auto value = whole_number(cell(record, "sample").text);
    if (!value) {
      refuse(record, "sample", "a whole number");
      has_unassigned_lines_ = true;
    }
    return value.value_or(0);
  }

  /// Number of the exit, counted from 1 whatever the file counts from.
  std::int64_t exit(const Record& record) {
    const int first = state_.options.first_exit;
    const auto value = whole_number(cell(record, "exit").text);
    if (value && *value >= first && *value < first + kMaxExits) {
      return *value - first + 1;
    }
    refuse(record, "exit", fmt::format("an exit from {} to {}", first, first + kMaxExits - 1),
           value == 0 ? "add --first-exit 0 if the file counts from 0" : "");
    return 1;
  }

  std::int64_t class_number(const Record& record, const std::string& column) {
    // Without --classes the number of classes follows from the file, so that only the sanity limit applies
    // here.
    const std::int64_t classes = state_.options.classes.value_or(kMaxClasses);
    const auto value = whole_number(cell(record, column).text);
    if (!value || *value < 0 || *value >= classes) {
      refuse(record, column, fmt::format("a class from 0 to {}", classes - 1));
      return 0;
    }
    return *value;
  }

  std::int64_t count(const Record& record, const std::string& column,
                     const std::optional<std::int32_t>& constant) {
    constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
    if (!columns_.contains(column)) {
      return constant.value_or(1);
    }
    const auto value = whole_number(cell(record, column).text);
    if (!value || *value < 1 || *value > kMax) {
      refuse(record, column, fmt::format("a whole number from 1 to {}", kMax));
      return 1;
    }
    return *value;
  }

  double confidence(const Record& record) {
    const auto value = parse_number<double>(cell(record, "confidence").text);
    // Negated, so that NaN is refused as well.
    if (!value || !(*value >= 0 && *value <= 1)) {
      refuse(record, "confidence", "a probability from 0 to 1");
      return 1;
    }
    return *value;
  }

  std::optional<Complexity> complexity(const Record& record) {
    if (!columns_.contains("complexity")) {
      return std::nullopt;
    }
    const auto value = complexity_named(cell(record, "complexity").text);
    if (!value) {
      refuse(record, "complexity", "easy, medium, hard, 0, 1 or 2");
    }
    return value;
  }

  std::string split_of(const Record& record) {
    if (!columns_.contains("split")) {
      return split_.value_or(state_.options.split);
    }
    const std::string& name = cell(record, "split").text;
    if (!is_split_name(name)) {
      refuse(record, "split", "a name of letters, digits, '_' and '-'");
    }
    return name;
  }

  void add(const Row& row, const Record& record, bool is_faulty) {
    PendingSplit& pending = splits_[row.split];
    pending.split.name = row.split;
    const auto [known, is_new] =
        pending.by_guid.emplace(row.guid, PendingSample{pending.split.samples.size()});
    if (is_new) {
      Sample& sample = pending.split.samples.emplace_back();
      sample.place = cell(record, "sample").place;
      sample.guid = row.guid;
      sample.gold = static_cast<std::int32_t>(row.label);
      sample.tokens = static_cast<std::int32_t>(row.tokens);
      sample.text_bytes = static_cast<std::int32_t>(row.text_bytes);
      sample.complexity = row.complexity;
    }
    // A faulty line does not add to the classes seen: a label of 70 instead of 7 would make confidences of
    // other lines seem wrong.
    PendingSample& state = known->second;
    if (!state.is_faulty && !is_faulty) {
      Sample& sample = pending.split.samples[state.index];
      is_faulty = !fits(row, record, sample);
      sample.answers.push_back(row.answer);
      state_.classes_seen =
          std::max({state_.classes_seen, row.answer.prediction + 1, static_cast<int>(row.label) + 1});
    }
    state.is_faulty = state.is_faulty || is_faulty;
  }

  /// Whether a line is the next exit of its sample and agrees with the previous lines of the sample.
  bool fits(const Row& row, const Record& record, const Sample& sample) {
    const auto next = static_cast<std::int64_t>(sample.answers.size()) + 1;
    const std::int64_t shift = state_.options.first_exit - 1;
    const Place& place = cell(record, "exit").place;
    if (row.exit < next) {
      const Answer& first = sample.answers[static_cast<std::size_t>(row.exit - 1)];
      faults_.add({place,
                   fmt::format("sample {} has exit {} twice", row.guid, row.exit + shift),
                   state_.once("each sample comes once, with each exit once"),
                   {{first.place, "first here"}}});
      return false;
    }
    if (row.exit > next) {
      faults_.add(place,
                  fmt::format("exit {} of sample {} comes before its exit {}", row.exit + shift, row.guid,
                              next + shift),
                  order_hint(row, next));
      return false;
    }
    // The long format repeats the sample's values on each of its lines; a difference most often means that
    // two samples have the same guid.
    const auto same = [&](const char* column, std::int64_t found, std::int64_t known) {
      if (found != known) {
        faults_.add({columns_.contains(column) ? cell(record, column).place : place,
                     fmt::format("{}: {}, but sample {} has {}", column, found, row.guid, known),
                     "",
                     {{sample.place, "its first line"}}});
      }
      return found == known;
    };
    const auto as_number = [](const std::optional<Complexity>& complexity) {
      return complexity ? static_cast<std::int64_t>(*complexity) : -1;
    };
    return same("label", row.label, sample.gold) && same("tokens", row.tokens, sample.tokens) &&
           same("text_bytes", row.text_bytes, sample.text_bytes) &&
           same("complexity", as_number(row.complexity), as_number(sample.complexity));
  }

  [[nodiscard]] std::string order_hint(const Row& row, std::int64_t next) {
    if (next == 1 && row.exit == 2 && state_.options.first_exit == 0) {
      return state_.once("omit --first-exit 0 if the file counts from 1");
    }
    return state_.once("the exits of a sample come in rising order, none left out");
  }

  /// Reports samples whose number of exits differs from the most frequent one. That one is taken, not the
  /// first sample's, because the first sample may be the faulty one.
  void check_exits() {
    for (auto& [name, pending] : splits_) {
      std::map<std::size_t, std::size_t> samples_by_exits;
      for (const auto& [guid, sample] : pending.by_guid) {
        if (!sample.is_faulty) {
          ++samples_by_exits[pending.split.samples[sample.index].answers.size()];
        }
      }
      // `<=` prefers the larger number of exits on a tie: missing lines are more likely than surplus ones.
      const auto usual = std::max_element(samples_by_exits.begin(), samples_by_exits.end(),
                                          [](const auto& a, const auto& b) { return a.second <= b.second; });
      if (usual == samples_by_exits.end()) {
        continue;
      }
      pending.split.exits = static_cast<int>(usual->first);
      for (const Sample& sample : pending.split.samples) {
        check_exits(sample, pending);
      }
    }
  }

  void check_exits(const Sample& sample, const PendingSplit& pending) {
    const int shift = state_.options.first_exit - 1;
    const int found = static_cast<int>(sample.answers.size());
    const int usual = pending.split.exits;
    if (pending.by_guid.at(sample.guid).is_faulty || found == usual) {
      return;
    }
    const bool lacks = found < usual;
    faults_.add(lacks ? sample.place : sample.answers[static_cast<std::size_t>(usual)].place,
                fmt::format("sample {} {} exit {}; most end with exit {}", sample.guid,
                            lacks ? "lacks" : "has an", std::min(found, usual) + 1 + shift, usual + shift));
  }

  void finish() {
    // Errors were kept apart until now, since read_header() asks whether this file has any.
    for (const Diagnostic& fault : faults_.list()) {
      state_.faults.add(fault);
    }
    state_.has_confidences = true;
    for (auto& [name, pending] : splits_) {
      state_.answered.push_back(std::move(pending.split));
    }
  }

  const std::shared_ptr<const SourceText>& source_;
  const std::optional<std::string>& split_;
  ImportState& state_;
  ColumnNames names_;
  Diagnostics faults_;  ///< of this file
  std::vector<std::string> header_;
  std::map<std::string, std::size_t> columns_;  ///< Column::name -> place in a record
  std::map<std::string, PendingSplit> splits_;
  bool has_columns_ = false;  ///< all required columns were found
  bool has_samples_ = false;
  bool has_unassigned_lines_ = false;  ///< some lines belong to an unknown sample
};

}  // namespace

void import_csv(const std::shared_ptr<const SourceText>& source, const std::optional<std::string>& split,
                ImportState& state) {
  CsvImport(source, split, state).run();
}

}  // namespace dimsim::trace
