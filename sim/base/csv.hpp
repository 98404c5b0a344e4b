#pragma once

#include "dimsim/base/error.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::csv {

/// A value of a table, with the place where it begins.
struct Cell {
  std::string text;  ///< without quotation marks, and without blanks around it where it had none
  Place place;
};

/// One record of a table.
struct Record {
  std::vector<Cell> cells;
  Place end;  ///< behind its last character
};

/// Visits the records of a text with comma-separated values (RFC 4180), from top to bottom: fields in
/// quotation marks may hold commas, line breaks and, doubled, quotation marks. Contract: empty lines are left
/// out; a byte order mark and carriage returns are ignored; what is wrong with the quotation marks goes to
/// `diagnostics`, and reading goes on behind it. Columns count characters.
void each_record(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics,
                 const std::function<void(const Record&)>& visit);

/// All of these records.
[[nodiscard]] std::vector<Record> read(const std::shared_ptr<const SourceText>& source,
                                       Diagnostics& diagnostics);

/// A text as a field of a record: in quotation marks where it holds what would end it.
[[nodiscard]] std::string field(const std::string& text);

}  // namespace dimsim::csv
