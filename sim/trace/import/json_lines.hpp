#pragma once

#include "dimsim/trace/import/line_faults.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::trace {

/// One member of a record.
struct JsonValue {
  enum class Kind { Integer, Number, Text, Numbers, Other };

  std::string name;
  Kind kind = Kind::Other;
  double number = 0;            ///< for Integer and Number; may be rounded
  std::string text;             ///< for Integer and Number: as JSON; for Text: the text itself
  std::vector<double> numbers;  ///< for Numbers, an array that holds only numbers
};

/// A flat JSON object. Its memory is reused by the next record.
class JsonRecord {
 public:
  /// nullptr if there is no such member.
  [[nodiscard]] const JsonValue* find(std::string_view name) const;
  /// The first member whose name starts with `prefix`, or nullptr.
  [[nodiscard]] const JsonValue* find_prefix(std::string_view prefix) const;

  void clear() { used_ = 0; }
  JsonValue& add(std::string_view name);

 private:
  std::vector<JsonValue> values_;
  std::size_t used_ = 0;
};

/// Reads a file of JSON Lines (one object per line), plain or gzip, one line at a time: memory use does not
/// depend on the size of the file.
class JsonLines {
 public:
  /// Throws InputError if the file cannot be opened.
  explicit JsonLines(const std::filesystem::path& file);
  ~JsonLines();
  JsonLines(const JsonLines&) = delete;
  JsonLines& operator=(const JsonLines&) = delete;

  /// Reads the next record; false at the end of the file. Empty lines are skipped. A line that is not a JSON
  /// object is added to `faults` and skipped; an unreadable file (damaged gzip data, an overlong line) ends
  /// the reading.
  [[nodiscard]] bool next(JsonRecord& record, LineFaults& faults);
  /// Reads the next non-empty line; false if it is not a record.
  [[nodiscard]] bool next_line(JsonRecord& record, LineFaults& faults);
  /// Line number of the last record, counted from 1.
  [[nodiscard]] int line() const;

 private:
  class Text;
  enum class Step { Record, Fault, End };
  Step step(JsonRecord& record, LineFaults& faults);

  std::unique_ptr<Text> text_;
};

}  // namespace dimsim::trace
