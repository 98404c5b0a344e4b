#pragma once

#include "dimsim/trace/import/json_lines.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dimsim::cartography {

/// Members of a record that must be there; what is not goes to the faults, with the record's line.
class RecordReader {
 public:
  RecordReader(const trace::JsonRecord& record, int line, trace::LineFaults& faults)
      : record_(record), line_(line), faults_(faults) {}

  /// A number or a text, as JSON: 17715, "snli-4".
  [[nodiscard]] std::optional<std::string> guid() const;
  [[nodiscard]] std::optional<double> number(std::string_view name, double low, double high) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t low,
                                                    std::int64_t high) const;
  /// The value of a member that may be missing.
  [[nodiscard]] const trace::JsonValue* optional(std::string_view name) const { return record_.find(name); }

  void complain(std::string message, std::string hint = "") const;

 private:
  const trace::JsonRecord& record_;
  int line_;
  trace::LineFaults& faults_;
};

}  // namespace dimsim::cartography
