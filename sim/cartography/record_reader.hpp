#pragma once

#include "dimsim/trace/import/json_lines.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dimsim::cartography {

/// Reads the members of a record. Missing and invalid members are reported with the line of the record.
class RecordReader {
 public:
  RecordReader(const trace::JsonRecord& record, int line, trace::LineFaults& faults)
      : record_(record), line_(line), faults_(faults) {}

  /// The guid, a number or a text, as JSON: 17715, "snli-4".
  [[nodiscard]] std::optional<std::string> guid() const;
  [[nodiscard]] std::optional<double> number(std::string_view name, double low, double high) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t low,
                                                    std::int64_t high) const;
  /// The value of an optional member, or nullptr.
  [[nodiscard]] const trace::JsonValue* optional(std::string_view name) const { return record_.find(name); }

  void report(std::string message, std::string hint = "") const;

 private:
  const trace::JsonRecord& record_;
  int line_;
  trace::LineFaults& faults_;
};

}  // namespace dimsim::cartography
