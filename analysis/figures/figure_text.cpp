#include "dimsim/analysis/figures/figure_text.hpp"

#include "dimsim/analysis/decade.hpp"
#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

constexpr double kTitleLine = 0.15;  // [in] distance of the lines of a title

/// The title in lines that fit the canvas, unless a single word does not.
std::vector<std::string> title_lines(const FigureOptions& options) {
  constexpr double kLetter = 0.068;  // [in] of 8 points, on average and with some room
  const double room = options.canvas.width_in / kLetter;
  std::vector<std::string> lines;
  std::istringstream words(options.title);
  for (std::string word; words >> word;) {
    if (lines.empty() || static_cast<double>(length_of(lines.back()) + 1 + length_of(word)) > room) {
      lines.push_back(word);
    } else {
      lines.back() += " " + word;
    }
  }
  return lines;
}

}  // namespace

double drawn_half_width(const statistics::Estimate& estimate) {
  return std::isfinite(estimate.half_width) ? estimate.half_width : 0;
}

std::size_t length_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char each) {
    constexpr unsigned kKind = 0xC0;
    constexpr unsigned kContinuation = 0x80;
    return (static_cast<unsigned char>(each) & kKind) != kContinuation;
  }));
}

std::size_t key_columns(const std::vector<std::string>& names, const Canvas& canvas) {
  constexpr double kSample = 0.5;  // [in] of a line in the key, with its gaps
  constexpr double kAxes = 0.8;    // of the width
  // [in] at 8 points; fonts other than Times are wide, or may be missing and replaced by a wide one
  const double character = canvas.font == "Times" ? 0.055 : 0.07;
  std::size_t longest = 1;
  for (const std::string& name : names) {
    longest = std::max(longest, length_of(name));
  }
  const double entry = kSample + character * static_cast<double>(longest);
  return std::max<std::size_t>(1, static_cast<std::size_t>(kAxes * canvas.width_in / entry));
}

std::string key_above(const std::vector<std::string>& names, double sample, const Canvas& canvas) {
  return fmt::format(
      "set key tmargin left horizontal Left reverse samplen {} width 1 maxcols {} noenhanced\n", sample,
      key_columns(names, canvas));
}

double title_height(const FigureOptions& options) {
  return kTitleLine * static_cast<double>(title_lines(options).size());
}

double below_title(const Canvas& canvas, const FigureOptions& options, double share) {
  return share * (1 - title_height(options) / canvas.height_in);
}

Canvas canvas_of(const FigureOptions& options, double height_of_width) {
  Canvas canvas = options.canvas;
  canvas.height_in = height_of_width * std::min(canvas.width_in, kWidest) + title_height(options);
  return canvas;
}

std::string begin_at_screen(const Canvas& canvas, const FigureOptions& options) {
  std::string text = canvas_script(canvas) + "set tics nomirror out scale 0.5\nset border 3\n";
  const std::vector<std::string> lines = title_lines(options);
  // Not by `set title`, which gnuplot puts below a key above the axes.
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += fmt::format("set label {} at screen 0.5,{:.4f} center noenhanced\n", gnuplot_text(lines[i]),
                        1 - kTitleLine * (static_cast<double>(i) + 0.65) / canvas.height_in);
  }
  return text;
}

std::string begin_of(const Canvas& canvas, const FigureOptions& options) {
  std::string text = begin_at_screen(canvas, options);
  if (options.title.empty()) {
    return text;
  }
  if (canvas.format == "tex") {
    // With this terminal the picture gets the size of the first plot. So one of nothing but the title comes
    // first, over the whole canvas.
    text +=
        "set multiplot\nunset xtics\nunset ytics\nunset border\nset yrange [0:1]\nplot 2 notitle\n"
        "unset label\nset autoscale\nset border 3\nset xtics nomirror out scale 0.5\n"
        "set ytics nomirror out scale 0.5\n";
  }
  return text + fmt::format("set size 1,{:.4f}\n", below_title(canvas, options, 1));
}

Remarks remarks_of(const std::vector<std::string>& parts, const Canvas& canvas) {
  constexpr double kLetter = 0.043;  // [in] of 6 points, on average and with some room
  constexpr double kLine = 0.1;      // [in]
  const double room = 0.98 * canvas.width_in / kLetter;
  std::vector<std::string> lines;
  for (const std::string& part : parts) {
    if (part.empty()) {
      continue;
    }
    if (lines.empty() || static_cast<double>(length_of(lines.back()) + 2 + length_of(part)) > room) {
      lines.push_back(part);
    } else {
      lines.back() += "; " + part;
    }
  }
  Remarks remarks{.commands = "", .height_in = kLine * static_cast<double>(lines.size())};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    remarks.commands +=
        fmt::format("set label {} at screen 0.99,{:.4f} right noenhanced font ',6' textcolor '{}'\n",
                    gnuplot_text(lines[i]),
                    kLine * (static_cast<double>(lines.size() - i) - 0.35) / canvas.height_in, kGrey);
  }
  return remarks;
}

std::string fill_of(const Style& style) {
  constexpr int kFull = 3;  // a filled pattern has visible seams in PDF
  return style.hatch == kFull ? "solid 1" : fmt::format("pattern {}", style.hatch);
}

std::string short_number(double value) {
  constexpr double kThousand = 1e3;
  constexpr double kMillion = 1e6;
  const double size = std::abs(value);
  return size >= kThousand && size < kMillion ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

NamesBelow names_below(const std::vector<std::string>& names, double apart_in) {
  constexpr double kLetter = 0.062;  // [in] of 8 points, on average and with some room
  constexpr double kLine = 0.17;     // [in] with room above
  constexpr double kSlack = 0.1;     // [in] above rotated names
  constexpr double kFull = 0.95;     // of the room
  constexpr double kApart = 0.24;    // [in] distance of lines of text rotated by 30 degrees
  std::size_t longest = 0;
  for (const std::string& name : names) {
    longest = std::max(longest, length_of(name));
  }
  const double length = kLetter * static_cast<double>(longest);
  if (length <= kFull * apart_in) {
    return {.rotation = "", .height_in = kLine};
  }
  return apart_in >= kApart ? NamesBelow{.rotation = " rotate by 30 right", .height_in = kSlack + length / 2}
                            : NamesBelow{.rotation = " rotate by 90 right", .height_in = kSlack + length};
}

std::string axis_title(const std::string& name, const std::string& unit) {
  return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

bool is_logarithmic(const FigureOptions& options, char axis, double least, double most) {
  if (!options.logarithmic.empty()) {
    return options.logarithmic.find(axis) != std::string::npos && options.logarithmic != "none";
  }
  return spans_a_decade(least, most);
}

void refuse(const ResultReader& result, const std::string& message, const std::string& hint) {
  throw InputError(file_place(result.path().string()), message, hint);
}

const ResultReader& only_file(const std::vector<ResultReader>& results, const std::string& figure) {
  if (results.size() > 1) {
    refuse(results.front(), fmt::format("figure {} takes one file, but {} are named", figure, results.size()),
           "name one");
  }
  return results.front();
}

std::size_t point_of(const ResultReader& result, const FigureOptions& options) {
  const std::size_t point = options.point.empty() ? 0 : result.point(options.point);
  if (result.runs_of(point).empty()) {
    refuse_point(
        result, point, "has no runs",
        "choose another point with --point, or repeat the study: the same command does the runs that "
        "failed");
  }
  return point;
}

std::vector<PolicyRuns> policies_of(const ResultReader& result, std::size_t point,
                                    const FigureOptions& options) {
  std::vector<PolicyRuns> policies = policy_runs(result, point);
  for (const std::string& name : options.policies) {
    static_cast<void>(find_policy(result, point, policies, {.name = name, .purpose = "", .hint = ""}));
  }
  std::erase_if(policies, [&options](const PolicyRuns& each) {
    return !options.policies.empty() &&
           std::find(options.policies.begin(), options.policies.end(), each.policy) == options.policies.end();
  });
  if (policies.size() > kMostStyles) {
    refuse(
        result,
        fmt::format("has {} policies to draw, and the figure takes at most {}", policies.size(), kMostStyles),
        "choose some with --policies A,B");
  }
  return policies;
}

std::string place_text(const ResultReader& result, std::size_t point) {
  return result.points().size() < 2 ? "" : ", at " + result.points()[point].name();
}

std::string point_remark(const ResultReader& result, std::size_t point) {
  return result.points().size() < 2 ? "" : "at " + result.points()[point].name();
}

}  // namespace dimsim::analysis
