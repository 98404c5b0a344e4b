#include "dimsim/cartography/record_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::cartography {
namespace {

using trace::JsonValue;

// Guids are kept as JSON text, so that the number 1 and the text "1" stay different and are written as they
// were read.

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

std::string as_json(const std::string& text) {
  // Nearly all guids need no escapes, and a JSON value for each of millions would be slow.
  if (std::all_of(text.begin(), text.end(), is_plain)) {
    return '"' + text + '"';
  }
  return nlohmann::json(text).dump();
}

std::string found(const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::Integer:
    case JsonValue::Kind::Number:
      return value.text;
    case JsonValue::Kind::Text:
      return quote(value.text);
    case JsonValue::Kind::Numbers:
      return "an array";
    case JsonValue::Kind::Other:
      return "no number";
  }
  return "";
}

}  // namespace

std::optional<std::string> RecordReader::guid() const {
  const JsonValue* value = record_.find("guid");
  if (value == nullptr) {
    report("has no 'guid'");
    return std::nullopt;
  }
  if (value->kind == JsonValue::Kind::Integer || value->kind == JsonValue::Kind::Number) {
    return value->text;  // as written: 17715 is not the same guid as 17715.0
  }
  if (value->kind == JsonValue::Kind::Text) {
    return as_json(value->text);
  }
  report("'guid' is neither a number nor a text");
  return std::nullopt;
}

std::optional<double> RecordReader::number(std::string_view name, double low, double high) const {
  const JsonValue* value = record_.find(name);
  if (value == nullptr) {
    report(fmt::format("has no '{}'", name));
    return std::nullopt;
  }
  const bool is_number = value->kind == JsonValue::Kind::Integer || value->kind == JsonValue::Kind::Number;
  if (!is_number || !(value->number >= low && value->number <= high)) {  // negated for NaN
    report(fmt::format("'{}' is {}; expected a number from {} to {}", name, found(*value), low, high));
    return std::nullopt;
  }
  return value->number;
}

std::optional<std::int64_t> RecordReader::integer(std::string_view name, std::int64_t low,
                                                  std::int64_t high) const {
  const JsonValue* value = record_.find(name);
  if (value == nullptr) {
    report(fmt::format("has no '{}'", name));
    return std::nullopt;
  }
  // 5.0 is accepted too: pandas writes integers as floats if one of the column is missing.
  const bool is_number = value->kind == JsonValue::Kind::Integer || value->kind == JsonValue::Kind::Number;
  if (!is_number || std::floor(value->number) != value->number || value->number < static_cast<double>(low) ||
      value->number > static_cast<double>(high)) {
    report(fmt::format("'{}' is {}; expected an integer from {} to {}", name, found(*value), low, high));
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value->number);
}

void RecordReader::report(std::string message, std::string hint) const {
  faults_.add(line_, std::move(message), std::move(hint));
}

}  // namespace dimsim::cartography
