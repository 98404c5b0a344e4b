#include "dimsim/columns/reference.hpp"

#include "dimsim/columns/link_columns.hpp"
#include "dimsim/columns/point_columns.hpp"
#include "dimsim/columns/request_columns.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/columns/station_columns.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <fmt/format.h>

// The page is made from the definitions that writer and readers use, so that it cannot differ from the files.
// It is committed, because the documentation is built without the program.
namespace dimsim::columns {

namespace {

/// Types are named as in NumPy, which most readers of the page will use.
template <class Value>
constexpr std::string_view type_name() {
  if constexpr (std::is_same_v<Value, std::string>) {
    return "text";
  } else if constexpr (std::is_floating_point_v<Value>) {
    return sizeof(Value) == sizeof(float) ? "float32" : "float64";
  } else {
    constexpr bool kIsSigned = std::is_signed_v<Value>;
    switch (sizeof(Value)) {
      case 1:
        return kIsSigned ? "int8" : "uint8";
      case 2:
        return kIsSigned ? "int16" : "uint16";
      case 4:
        return kIsSigned ? "int32" : "uint32";
      default:
        return kIsSigned ? "int64" : "uint64";
    }
  }
}

/// Appends a line for each column.
template <class... Columns>
void add_rows(std::string& text, std::string_view prefix, const std::tuple<Columns...>& columns) {
  // A template lambda, because each column has a type of its own.
  const auto add = [&]<class C>(const C& column) {
    const std::string group = column.group == kCore.name ? "" : fmt::format(" (group `{}`)", column.group);
    text += fmt::format("| `{}{}` | {} | {} | {}{} |\n", prefix, column.name, type_name<typename C::Value>(),
                        column.unit, column.description, group);
  };
  std::apply([&](const auto&... each) { (add(each), ...); }, columns);
}

std::string heading(std::string_view table, std::string_view what) {
  return fmt::format("`{}`: {}.\n\n| column | type | unit | |\n|---|---|---|---|\n", table, what);
}

}  // namespace

std::string reference() {
  std::string text = fmt::format(
      "# Columns of a result file\n\n"
      "All tables of a result file of version {}, made from the definitions in sim/columns. [File "
      "formats](formats.md)\n"
      "explains them. A column of a group other than the core is there only in files that list the group in "
      "their\n"
      "attribute `{}`.\n\n",
      kResultVersion, kGroupsAttribute);
  text += heading(runs::kTable, "one row per run, a policy at a point in a replication");
  add_rows(text, "", runs::kKey);
  // Columns that depend on the study have no definition in kKey or kCourse, so they are described here.
  text += fmt::format("| `{}NAME` | text | | what the axis NAME calls the point |\n", runs::kAxisPrefix);
  text += fmt::format("| `{}NAME` | float64 | its own | the same as a number, where it has one |\n",
                      runs::kAxisNumberPrefix);
  add_rows(text, "", runs::kCourse);
  text += "\n" + heading(points::kTable, "one row per point, after its axes as above");
  add_rows(text, "", points::kAll);
  text += "\n" + heading("/points/NNNN/devices", "one row per device");
  add_rows(text, "", devices::kAll);
  text += "\nAttributes of the group `/runs/NNNN`, one per row of `/run_table`:\n\n";
  text += "| attribute | type | unit | |\n|---|---|---|---|\n";
  add_rows(text, "", run::kAll);
  text += "\n" + heading("/runs/NNNN/requests", "one row per request, in order of arrival");
  add_rows(text, "", requests::kAll);
  add_rows(text, "<tier>_", visits::kAll);
  text +=
      "\n" + heading("/runs/NNNN/stations", "one row per host above the devices, or per group of devices");
  add_rows(text, "", stations::kAll);
  text += "\n" + heading("/runs/NNNN/links", "one row per link, or per group of devices and direction");
  add_rows(text, "", links::kAll);
  text +=
      "\n" + heading("/runs/NNNN/links_over_time", "one row per link and bin in which it carried anything");
  add_rows(text, "", links_over_time::kAll);
  return text;
}

}  // namespace dimsim::columns
