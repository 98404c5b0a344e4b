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
  double number = 0;            ///< of Integer and Number; may be rounded
  std::string text;             ///< of Integer and Number: as JSON; of Text: the text itself
  std::vector<double> numbers;  ///< of Numbers, an array that holds nothing else
};

/// A JSON object without inner objects, read into memory that the next one uses again.
class JsonRecord {
 public:
  /// Nothing when there is no such member.
  [[nodiscard]] const JsonValue* find(std::string_view name) const;
  /// The first member whose name begins so.
  [[nodiscard]] const JsonValue* find_prefix(std::string_view prefix) const;

  void clear() { used_ = 0; }
  JsonValue& add(std::string_view name);

 private:
  std::vector<JsonValue> values_;
  std::size_t used_ = 0;
};

/// Reads a file of JSON Lines (one object a line), plain or gzip, a line at a time: memory does not grow with
/// the file.
class JsonLines {
 public:
  /// Throws InputError when the file cannot be opened.
  explicit JsonLines(const std::filesystem::path& file);
  ~JsonLines();
  JsonLines(const JsonLines&) = delete;
  JsonLines& operator=(const JsonLines&) = delete;

  /// The next record; false at the end of the file. Empty lines are passed over. What is no JSON object goes
  /// to `faults`, and reading goes on in the next line; what cannot be read at all (a damaged gzip, lines
  /// without end) ends it.
  [[nodiscard]] bool next(JsonRecord& record, LineFaults& faults);
  /// The same up to the next line that is not empty: false when it is no record.
  [[nodiscard]] bool next_line(JsonRecord& record, LineFaults& faults);
  /// Of the last record, counted from 1.
  [[nodiscard]] int line() const;

 private:
  class Text;
  enum class Step { Record, Fault, End };
  Step step(JsonRecord& record, LineFaults& faults);

  std::unique_ptr<Text> text_;
};

}  // namespace dimsim::trace
