#include "dimsim/base/csv.hpp"

#include "dimsim/base/text.hpp"

#include <string_view>
#include <utility>

// Written by hand, because messages need the line and column of each field, which the usual CSV libraries do
// not keep. The reader continues after an error, so that all errors of a file are reported at once.

namespace dimsim::csv {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t";

class Reader {
 public:
  Reader(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics)
      : source_(source), text_(source->text), diagnostics_(diagnostics) {
    if (text_.starts_with(kByteOrderMark)) {
      text_.remove_prefix(kByteOrderMark.size());
    }
  }

  void each(const std::function<void(const Record&)>& visit) {
    while (!at_end()) {
      const Record record = this->record();
      // An empty line is one empty field, which RFC 4180 would make a record of one column.
      const bool is_empty = record.cells.size() == 1 && record.cells.front().text.empty();
      if (!is_empty) {
        visit(record);
      }
    }
  }

 private:
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] char peek() const { return text_[position_]; }
  [[nodiscard]] bool at_line_end() const {
    return at_end() || peek() == '\n' || text_.substr(position_, 2) == "\r\n";
  }
  [[nodiscard]] Place here() const { return {source_, line_, column_}; }

  /// The column advances at the last byte of a character, so that columns count characters.
  char take() {
    const char c = text_[position_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if (at_end() || !continues_character(peek())) {
      ++column_;
    }
    return c;
  }

  void skip_blanks() {
    while (!at_end() && kBlanks.find(peek()) != std::string_view::npos) {
      take();
    }
  }

  Record record() {
    Record result;
    result.cells.push_back(cell());
    while (!at_line_end()) {
      take();  // the comma
      result.cells.push_back(cell());
    }
    result.end = here();
    while (!at_end() && take() != '\n') {  // drops a carriage return before the line feed
    }
    return result;
  }

  Cell cell() {
    skip_blanks();
    Cell result{"", here()};
    if (!at_line_end() && peek() == '"') {
      result.text = quoted();
      refuse_tail();
      return result;
    }
    while (!at_line_end() && peek() != ',') {
      if (peek() == '"') {
        diagnostics_.add(here(), "a quotation mark inside a field that does not begin with one",
                         "put the whole field into quotation marks and double those inside it");
      }
      result.text += take();
    }
    result.text = std::string(trimmed(result.text, kBlanks));
    return result;
  }

  /// Reads a quoted field; a doubled quotation mark stands for one.
  std::string quoted() {
    const Place begin = here();
    std::string text;
    take();
    while (!at_end()) {
      const char c = take();
      if (c != '"') {
        text += c;
      } else if (!at_end() && peek() == '"') {
        text += take();
      } else {
        return text;
      }
    }
    // Reported where it opens: the end of the file would not help to find it.
    diagnostics_.add(begin, "a quotation mark that is never closed");
    return text;
  }

  /// Only a comma or the end of the line may follow the closing quotation mark.
  void refuse_tail() {
    skip_blanks();
    if (at_line_end() || peek() == ',') {
      return;
    }
    diagnostics_.add(here(), "text after the closing quotation mark; expected a comma or the end of the line",
                     "a quotation mark inside a field is written twice");
    while (!at_line_end() && peek() != ',') {  // one message is enough for the rest of the field
      take();
    }
  }

  const std::shared_ptr<const SourceText>& source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::size_t position_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace

void each_record(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics,
                 const std::function<void(const Record&)>& visit) {
  Reader(source, diagnostics).each(visit);
}

std::vector<Record> read(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics) {
  std::vector<Record> records;
  each_record(source, diagnostics, [&records](const Record& record) { records.push_back(record); });
  return records;
}

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

}  // namespace dimsim::csv
