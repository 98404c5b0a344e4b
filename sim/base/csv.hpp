#pragma once

#include "dimsim/base/error.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::csv {

/// One field of a record and the place where it begins.
struct Cell {
  std::string text;  ///< unquoted; surrounding blanks are removed from unquoted fields
  Place place;
};

/// One record of a table.
struct Record {
  std::vector<Cell> cells;
  Place end;  ///< just after its last character
};

/// Calls `visit` for each record of a text with comma-separated values (RFC 4180), from top to bottom. Quoted
/// fields may contain commas, line breaks and doubled quotation marks. Contract: empty lines are skipped; a
/// byte order mark and carriage returns are ignored; quoting errors are added to `diagnostics` and do not
/// stop the reader. Columns count characters.
void each_record(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics,
                 const std::function<void(const Record&)>& visit);

/// Returns all records of the text, read as by each_record().
[[nodiscard]] std::vector<Record> read(const std::shared_ptr<const SourceText>& source,
                                       Diagnostics& diagnostics);

/// The text as one field of a record: quoted if it contains a comma, a quotation mark or a line break.
[[nodiscard]] std::string field(const std::string& text);

}  // namespace dimsim::csv
