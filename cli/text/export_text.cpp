#include "dimsim/cli/text/export_text.hpp"

#include "dimsim/analysis/shown_unit.hpp"
#include "dimsim/base/csv.hpp"
#include "dimsim/cli/text/comparison_text.hpp"
#include "dimsim/cli/text/json_number.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/cli/text/unique_texts.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Two families of formats. LaTeX and Markdown are for people: units as one reads them, rounded to the
// precision of the interval, best values bold. CSV and JSON Lines are for programs: base units and all
// digits. The first two differ only in markup, so one function makes their cells and a Markup struct says how
// to write them.

namespace dimsim::cli {

namespace {

using analysis::MetricColumn;
using analysis::SummaryCell;
using analysis::SummaryRow;
using analysis::SummaryTable;

/// The axes of all rows, in order of first appearance.
std::vector<std::string> axes_of(const SummaryTable& table) {
  std::vector<std::string> axes;
  for (const SummaryRow& row : table.rows) {
    for (const auto& [axis, text] : row.labels) {
      add_unique(axes, axis);
    }
  }
  return axes;
}

std::string label_of(const SummaryRow& row, const std::string& axis) {
  const auto found = std::find_if(row.labels.begin(), row.labels.end(),
                                  [&axis](const auto& label) { return label.first == axis; });
  return found == row.labels.end() ? "" : found->second;
}

bool has_many_files(const SummaryTable& table) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [&table](const SummaryRow& row) { return row.path != table.rows.front().path; });
}

/// "23.2±0.1" in the unit for people; "-" if undefined. A half width of 0 is omitted: it means that nothing
/// varied, not that the mean is exact.
std::string value_text(const SummaryCell& cell, const MetricColumn& metric) {
  constexpr int kMostDecimals = 12;  // in effect no limit: the interval alone determines the digits
  const double factor = analysis::shown_unit(metric.unit).factor;
  const double half_width = cell.estimate.half_width > 0 ? cell.estimate.half_width * factor : NAN;
  return with_half_width(cell.estimate.value * factor, half_width, kMostDecimals);
}

std::string column_title(const MetricColumn& metric) {
  const std::string unit = analysis::shown_unit(metric.unit).unit;
  return unit.empty() ? metric.name : fmt::format("{} [{}]", metric.name, unit);
}

/// The markup of a format for people.
struct Markup {
  std::function<std::string(const std::string&)> plain;  ///< escapes arbitrary text
  std::function<std::string(const std::string&)> value;  ///< "23.2±0.1"
  std::function<std::string(const std::string&)> strong;
};

/// The titles, then one line per row: file if there are several, axes, policy, metrics.
std::vector<std::vector<std::string>> cells_of(const SummaryTable& table, const Markup& markup) {
  const std::vector<std::string> axes = axes_of(table);
  // A column for the file appears only if there are several: most tables are of one study.
  const bool has_files = has_many_files(table);
  std::vector<std::vector<std::string>> lines(1);
  if (has_files) {
    lines.front().emplace_back("file");
  }
  for (const std::string& axis : axes) {
    lines.front().push_back(markup.plain(axis));
  }
  lines.front().emplace_back("policy");
  for (const MetricColumn& metric : table.metrics) {
    lines.front().push_back(markup.plain(column_title(metric)));
  }
  for (const SummaryRow& row : table.rows) {
    std::vector<std::string> line;
    if (has_files) {
      line.push_back(markup.plain(row.path.filename().string()));
    }
    for (const std::string& axis : axes) {
      line.push_back(markup.plain(label_of(row, axis)));
    }
    line.push_back(markup.plain(row.policy));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string value = markup.value(value_text(row.cells[i], table.metrics[i]));
      line.push_back(row.cells[i].is_best ? markup.strong(value) : value);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  // The search continues behind the replacement, which may contain `what` itself, as "\\|" contains "|".
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

/// Escapes LaTeX's special characters in one pass: a second one would escape the backslashes of the first. λ,
/// the only other character in metrics that pdflatex does not know, becomes a math symbol.
std::string latex_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '\\':
        result += "\\textbackslash{}";
        break;
      case '~':
        result += "\\textasciitilde{}";
        break;
      case '^':
        result += "\\textasciicircum{}";
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        result += '\\';
        [[fallthrough]];
      default:
        result += c;
    }
  }
  return replaced(std::move(result), "λ", "$\\lambda$");
}

/// The remark that keeps a table honest once it is separated from the program.
std::string remark_of(const SummaryTable& table) {
  const auto [least, most] = std::minmax_element(
      table.rows.begin(), table.rows.end(),
      [](const SummaryRow& a, const SummaryRow& b) { return a.replications < b.replications; });
  if (most->replications < 2) {
    return "One replication: no intervals. Best values are bold.";
  }
  return fmt::format("Means over {} replications with 95 % intervals (Student's t). Best means are bold.",
                     least->replications == most->replications
                         ? std::to_string(most->replications)
                         : fmt::format("{} to {}", least->replications, most->replications));
}

std::string latex_table(const SummaryTable& table) {
  const Markup markup{.plain = latex_text,
                      .value = [](const std::string& text) { return replaced(text, "±", R"(\,$\pm$\,)"); },
                      .strong = [](const std::string& text) { return "\\textbf{" + text + "}"; }};
  const std::vector<std::vector<std::string>> lines = cells_of(table, markup);
  const std::size_t names = lines.front().size() - table.metrics.size();
  std::string text =
      fmt::format("% Needs \\usepackage{{booktabs}}. {}\n\\begin{{tabular}}{{{}{}}}\n\\toprule\n",
                  remark_of(table), std::string(names, 'l'), std::string(table.metrics.size(), 'r'));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // Row i of the lines is row i - 1 of the table, since the titles come first.
    const bool is_new_point = i > 1 && (table.rows[i - 1].point != table.rows[i - 2].point ||
                                        table.rows[i - 1].path != table.rows[i - 2].path);
    text += i == 1 || is_new_point ? "\\midrule\n" : "";
    text += fmt::format("{} \\\\\n", fmt::join(lines[i], " & "));
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

// Only "|" needs escaping: it would start a new cell. Other markup in names is rare and harmless.
std::string markdown_table(const SummaryTable& table) {
  const Markup markup{.plain = [](const std::string& text) { return replaced(text, "|", "\\|"); },
                      .value = [](const std::string& text) { return text; },
                      .strong = [](const std::string& text) { return "**" + text + "**"; }};
  std::string text;
  const std::vector<std::vector<std::string>> lines = cells_of(table, markup);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += fmt::format("| {} |\n", fmt::join(lines[i], " | "));
    if (i == 0) {
      for (std::size_t column = 0; column < lines.front().size(); ++column) {
        text += column + table.metrics.size() < lines.front().size() ? "|---" : "|---:";
      }
      text += "|\n";
    }
  }
  return fmt::format("{}\n{}\n", text, remark_of(table));
}

std::string csv_table(const SummaryTable& table) {
  const std::vector<std::string> axes = axes_of(table);
  std::vector<std::string> titles{"file", "scenario", "point"};
  for (const std::string& axis : axes) {
    titles.push_back(csv::field("axis." + axis));
  }
  titles.insert(titles.end(), {"policy", "replications"});
  for (const MetricColumn& metric : table.metrics) {
    titles.insert(titles.end(), {csv::field(metric.name), csv::field(metric.name + ".half_width")});
  }
  std::string text = fmt::format("{}\n", fmt::join(titles, ","));
  for (const SummaryRow& row : table.rows) {
    std::vector<std::string> fields{csv::field(row.path.string()), csv::field(row.scenario),
                                    std::to_string(row.point)};
    for (const std::string& axis : axes) {
      fields.push_back(csv::field(label_of(row, axis)));
    }
    fields.insert(fields.end(), {csv::field(row.policy), std::to_string(row.replications)});
    for (const SummaryCell& cell : row.cells) {
      fields.insert(fields.end(), {csv_field(cell.estimate.value), csv_field(cell.estimate.half_width)});
    }
    text += fmt::format("{}\n", fmt::join(fields, ","));
  }
  return text;
}

std::string json_lines(const SummaryTable& table) {
  std::string text;
  for (const SummaryRow& row : table.rows) {
    Json labels = Json::object();
    for (const auto& [axis, label] : row.labels) {
      labels[axis] = label;
    }
    Json metrics = Json::object();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      metrics[table.metrics[i].name] = {{"unit", table.metrics[i].unit},
                                        {"value", json_number(row.cells[i].estimate.value)},
                                        {"half_width", json_number(row.cells[i].estimate.half_width)}};
    }
    const Json object = {{"file", row.path.string()}, {"scenario", row.scenario},
                         {"point", row.point},        {"labels", labels},
                         {"policy", row.policy},      {"replications", row.replications},
                         {"metrics", metrics}};
    // Bytes that are not UTF-8 are replaced: names from users' files must not make the export fail.
    text += object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

}  // namespace

const std::vector<ExportFormat>& export_formats() {
  static const std::vector<ExportFormat> all = {
      {"latex", "a booktabs table, best values bold, with intervals", "{booktabs}", latex_table},
      {"markdown", "the same as a Markdown table", "| policy |", markdown_table},
      {"csv", "comma-separated values in base units, with half widths", "file,scenario,point,", csv_table},
      {"jsonl", "the same, one JSON object per line", "{\"file\":", json_lines},
  };
  return all;
}

}  // namespace dimsim::cli
