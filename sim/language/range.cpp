#include "dimsim/language/range.hpp"

#include "dimsim/base/number.hpp"
#include "dimsim/base/text.hpp"
#include "dimsim/language/any_number.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <variant>

#include <fmt/format.h>

// A range is kept as text until the sweep is expanded, because the type of the swept key decides whether its
// values are whole numbers. Its text is therefore parsed twice: by check_range_text(), when the sweep is
// checked, and by range_values(), which cannot fail any more.

namespace dimsim::language {
namespace {

constexpr const char* kRangeExample = "for example 1Mbps..100Mbps/log/9, or 0..10/lin/6";
constexpr const char* kRangeDots = "..";

struct ValueRange {
  std::string_view from_text;
  std::string_view to_text;
  AnyNumber from;
  AnyNumber to;
  bool is_logarithmic = false;
  std::size_t points = 0;
};

/// The parts of "FROM..TO/SCALE/N". N and SCALE are found from the right, because units may contain '/' too:
/// "1 MB/s..9 MB/s/log/5".
struct RangeParts {
  std::string_view from, to, scale, count;
};

std::optional<RangeParts> split_range(std::string_view text) {
  const std::size_t dots = text.find(kRangeDots);
  const std::size_t count = text.rfind('/');
  const std::size_t scale = count == 0 ? std::string_view::npos : text.rfind('/', count - 1);
  const bool has_all = dots != std::string_view::npos && count != std::string_view::npos &&
                       scale != std::string_view::npos && scale > dots;
  if (!has_all) {
    return std::nullopt;
  }
  return RangeParts{.from = trimmed(text.substr(0, dots)),
                    .to = trimmed(text.substr(dots + 2, scale - dots - 2)),
                    .scale = trimmed(text.substr(scale + 1, count - scale - 1)),
                    .count = trimmed(text.substr(count + 1))};
}

std::variant<ValueRange, Complaint> parse_range_text(std::string_view text) {
  const auto refuse = [&](const std::string& what, const char* hint = kRangeExample) {
    return Complaint{fmt::format("the range {} {}", quote(text), what), hint};
  };
  const std::optional<RangeParts> parts = split_range(text);
  if (!parts || (parts->scale != "lin" && parts->scale != "log")) {
    return Complaint{
        fmt::format("found {}; expected a list of values, or a range FROM..TO/lin/N or FROM..TO/log/N",
                    quote(text)),
        text.find(kRangeDots) == std::string_view::npos ? fmt::format("write [{}] for one value", text)
                                                        : kRangeExample};
  }
  const auto from = read_any_number(parts->from);
  const auto to = read_any_number(parts->to);
  for (const auto& [end, name] : {std::pair(from, parts->from), std::pair(to, parts->to)}) {
    if (!end || !std::isfinite(end->value)) {
      return refuse(fmt::format("has the end {}; expected a number with its unit", quote(name)));
    }
  }
  if (from->unit != to->unit) {
    const auto unit = [](const AnyNumber& end) { return end.unit.empty() ? "a plain number" : end.unit; };
    return refuse(
        fmt::format("goes from {} to {}; expected two values of the same dimension", unit(*from), unit(*to)));
  }
  if (from->value == to->value) {
    return refuse("has two equal ends; expected different ones");
  }
  const bool is_logarithmic = parts->scale == "log";
  if (is_logarithmic && (from->value <= 0 || to->value <= 0)) {
    return refuse("is logarithmic; expected both ends to be greater than 0",
                  "use a positive end, or equal steps: for example 1ms..10ms/log/5, or 0ms..10ms/lin/6");
  }
  const auto points = parse_number<std::uint64_t>(parts->count);
  if (!points || *points < 2 || *points > kMostValues) {
    return refuse(
        fmt::format("has the number of values {}; expected 2 to {}", quote(parts->count), kMostValues));
  }
  return ValueRange{.from_text = parts->from,
                    .to_text = parts->to,
                    .from = *from,
                    .to = *to,
                    .is_logarithmic = is_logarithmic,
                    .points = static_cast<std::size_t>(*points)};
}

/// At most 6 significant digits. The second conversion gives the shortest text of the rounded value: "{:.6g}"
/// alone would write 1000000 as "1e+06".
std::string format_value(double value, bool whole) {
  if (whole) {
    return fmt::format("{:.0f}", std::round(value) + 0.0);  // no "-0"
  }
  return fmt::format("{}", parse_number<double>(fmt::format("{:.6g}", value)).value() + 0.0);
}

}  // namespace

std::optional<Complaint> check_range_text(std::string_view text) {
  const std::variant<ValueRange, Complaint> read = parse_range_text(text);
  const auto* complaint = std::get_if<Complaint>(&read);
  return complaint == nullptr ? std::nullopt : std::optional(*complaint);
}

std::vector<std::string> range_values(std::string_view text, bool whole) {
  const auto range = std::get<ValueRange>(parse_range_text(text));
  const AnyNumber& from = range.from;
  // In the unit of FROM, so that the values look like those that the user wrote. The unit's size is not
  // from.value / from.written, because FROM may be 0.
  const double unit = read_any_number("1" + from.unit_text).value().value;
  const double first = from.written;
  const double last = range.to.value / unit;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < range.points; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(range.points - 1);
    const double value =
        range.is_logarithmic ? first * std::pow(last / first, share) : first + (last - first) * share;
    // The ends keep their own texts; computed, they could differ from them in the last digit.
    std::string next = i == 0                  ? std::string(range.from_text)
                       : i + 1 == range.points ? std::string(range.to_text)
                                               : format_value(value, whole) + from.unit_text;
    if (values.empty() || values.back() != next) {  // rounding may have made two neighbours equal
      values.push_back(std::move(next));
    }
  }
  return values;
}

}  // namespace dimsim::language
