#include "dimsim/language/scalars.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/language/expectation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

// Scalars are parsed by their type and never by their spelling. YAML 1.1 reads `no` as a boolean, 010 as 8
// and 1_000 as 1000, which is a well-known source of silent errors; here a text means a number only where the
// language expects one, and spellings on which programs disagree are refused with the spelling to use
// instead.

namespace dimsim::language {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

Complaint not_expected(std::string_view text, const Type& type, std::string hint = "") {
  return {fmt::format("found {}; expected {}", quote(text), expected(type)), std::move(hint)};
}

using ParsedScalar = std::variant<ScalarValue, Complaint>;

std::optional<Complaint> check_bounds(std::string_view text, double value, const Type& type) {
  const bool too_small = type.minimum_is_allowed ? value < type.minimum : value <= type.minimum;
  if (!too_small && value <= type.maximum) {
    return std::nullopt;
  }
  // Some minima of quantities are technical (1 bit per second). To a user who wrote 0 or less, "greater than
  // 0" is the better answer.
  const std::string allowed = !too_small ? "at most " + bound(type, type.maximum)
                              : value <= 0 && type.minimum > 0 && type.kind == Type::Kind::Quantity
                                  ? "greater than 0"
                                  : range(type);
  return Complaint{fmt::format("{} is out of range; it must be {}", quote(text), allowed), ""};
}

/// The value if it is in range, or else a complaint.
ParsedScalar within_bounds(std::string_view text, double value, const Type& type) {
  std::optional<Complaint> complaint = check_bounds(text, value, type);
  return complaint ? ParsedScalar(*std::move(complaint)) : ParsedScalar(ScalarValue(value));
}

bool is_word(std::string_view text, const Type& type) {
  return std::find(type.choices.begin(), type.choices.end(), text) != type.choices.end();
}

ParsedScalar parse_integer(std::string_view text, const Type& type) {
  const std::string_view digits = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  if (!all_digits(digits)) {
    return not_expected(text, type);
  }
  if (digits.size() > 1 && digits.front() == '0') {  // octal in YAML 1.1, decimal in YAML 1.2
    const std::string_view rest = digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return not_expected(
        text, type,
        fmt::format("write {} without leading zeros; some programs read {} as an octal number", rest, text));
  }
  // As a double first, which cannot overflow for any realistic number of digits, so that a number with 30
  // digits is "out of range" and not "not a number". The limits of every type are exact as doubles.
  double magnitude = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude);
  if (read.ec != std::errc{}) {
    return Complaint{fmt::format("{} is out of range; it must be {}", quote(text), range(type)), ""};
  }
  if (std::optional<Complaint> complaint =
          check_bounds(text, text.starts_with('-') ? -magnitude : magnitude, type)) {
    return *std::move(complaint);
  }
  return ScalarValue(parse_number<std::int64_t>(text.starts_with('+') ? digits : text).value());
}

ParsedScalar parse_real(std::string_view text, const Type& type) {
  if (is_word(text, type)) {
    return ScalarValue();
  }
  // std::from_chars accepts no '+'. After removing one, a second sign ("+-5") must not slip through.
  const std::string_view number = text.starts_with('+') ? text.substr(1) : text;
  const auto value = parse_number<double>(number);
  if (!value || !std::isfinite(*value) || number.starts_with('-') != text.starts_with('-')) {
    return not_expected(text, type);
  }
  return within_bounds(text, *value, type);
}

ParsedScalar parse_share_scalar(std::string_view text, const Type& type) {
  const std::optional<double> value = parse_share(text);
  if (!value) {
    return not_expected(text, type);
  }
  ParsedScalar parsed = within_bounds(text, *value, type);
  // "5" for a share most likely means 5%.
  if (auto* complaint = std::get_if<Complaint>(&parsed);
      complaint != nullptr && *value > 1 && !text.ends_with('%')) {
    complaint->hint = fmt::format("for percent write {}%", text);
  }
  return parsed;
}

ParsedScalar parse_quantity_scalar(std::string_view text, const Type& type) {
  if (is_word(text, type)) {
    return ScalarValue();
  }
  try {
    return within_bounds(text, parse_quantity(text, type.dimension), type);
  } catch (const InputError& error) {
    const Diagnostic& diagnostic = error.diagnostics().front();
    return Complaint{diagnostic.message + or_choices(type), diagnostic.hint};
  }
}

ParsedScalar parse_boolean(std::string_view text, const Type& type) {
  if (text == "true" || text == "false") {
    return ScalarValue(text == "true");
  }
  // The other booleans of YAML 1.1 are refused, but with what they mean there.
  std::string lower;
  std::transform(text.begin(), text.end(), std::back_inserter(lower),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool means_true = lower == "yes" || lower == "on" || lower == "true" || lower == "1";
  const bool means_false = lower == "no" || lower == "off" || lower == "false" || lower == "0";
  return not_expected(text, type, means_true ? "write true" : means_false ? "write false" : "");
}

ParsedScalar parse_choice(std::string_view text, const Type& type) {
  if (is_word(text, type)) {
    return ScalarValue();
  }
  return not_expected(text, type, did_you_mean(text, type.choices));  // the message lists all choices
}

/// One end of a range: a whole number from 1 on, without sign or leading zeros.
std::optional<int> parse_range_end(std::string_view text) {
  return all_digits(text) && text.front() != '0' ? parse_number<int>(text) : std::nullopt;
}

ParsedScalar parse_whole_range(std::string_view text, const Type& type) {
  const std::size_t dash = text.find('-');
  const std::optional<int> first = parse_range_end(text.substr(0, dash));
  const std::optional<int> last =
      dash == std::string_view::npos ? first : parse_range_end(text.substr(dash + 1));
  if (!first || !last || *first > *last) {
    return not_expected(
        text, type,
        fmt::format("{} are counted from 1, and the first must not be greater than the last", type.noun));
  }
  return ScalarValue(WholeRange{*first, *last});
}

}  // namespace

std::variant<ScalarValue, Complaint> parse_scalar(std::string_view text, const Type& type) {
  switch (type.kind) {
    case Type::Kind::Text:
    case Type::Kind::Any:
      return ScalarValue();
    case Type::Kind::Integer:
      return parse_integer(text, type);
    case Type::Kind::Number:
      return parse_real(text, type);
    case Type::Kind::Share:
      return parse_share_scalar(text, type);
    case Type::Kind::Quantity:
      return parse_quantity_scalar(text, type);
    case Type::Kind::Boolean:
      return parse_boolean(text, type);
    case Type::Kind::Choice:
      return parse_choice(text, type);
    case Type::Kind::Range:
      return parse_whole_range(text, type);
    case Type::Kind::List:
    case Type::Kind::Record:
    case Type::Kind::Mapping:
    case Type::Kind::Values:
    case Type::Kind::Directional:
    case Type::Kind::Reference:
    case Type::Kind::Variant:
      break;
  }
  throw InvariantError("parse_scalar(): not a scalar type");
}

std::optional<Complaint> check_scalar(std::string_view text, const Type& type) {
  std::variant<ScalarValue, Complaint> parsed = parse_scalar(text, type);
  auto* complaint = std::get_if<Complaint>(&parsed);
  return complaint == nullptr ? std::nullopt : std::optional(std::move(*complaint));
}

}  // namespace dimsim::language
