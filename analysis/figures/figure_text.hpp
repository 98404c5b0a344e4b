#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/statistics/estimate.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Width up to which a canvas grows in height [in]: a column of a paper and a fifth.
inline constexpr double kWidest = 4.2;
/// Height of a row of a key in letters of 8 points [in].
inline constexpr double kKeyRow = 0.14;
inline constexpr double kPercent = 100;

/// Half width of the interval as it is drawn: 0 if there is none, so that its ends are the estimate itself.
[[nodiscard]] double drawn_half_width(const statistics::Estimate& estimate);

/// How many characters a text has: its bytes in UTF-8 but those that go on with one.
[[nodiscard]] std::size_t length_of(const std::string& text);

/// How many names a row of a key above the axes has room for: gnuplot itself counts on narrower letters, and
/// lets the last stand out of the canvas.
[[nodiscard]] std::size_t key_columns(const std::vector<std::string>& names, const Canvas& canvas);

/// What the title takes at the top [in]; 0 without one.
[[nodiscard]] double title_height(const FigureOptions& options);

/// A height of the figure without its title, as a share of the canvas's.
[[nodiscard]] double below_title(const Canvas& canvas, const FigureOptions& options, double share);

/// The canvas that is asked for, with its height as a share of its width, and the title's above it. The width
/// counts up to a column and a fifth of a paper: what spans the text is not made higher.
[[nodiscard]] Canvas canvas_of(const FigureOptions& options, double height_of_width);

/// What all figures begin with: canvas, tics and borders, the title at the top, and all else below it.
[[nodiscard]] std::string begin_of(const Canvas& canvas, const FigureOptions& options);

/// The same for figures whose margins all stand `at screen`, where below_title puts them.
[[nodiscard]] std::string begin_at_screen(const Canvas& canvas, const FigureOptions& options);

/// Remarks in small grey letters at the lower right, in as many lines as they need.
struct Remarks {
  std::string commands;
  double height_in = 0;
};
/// Those that are not empty, one after the other: a line breaks between two of them only.
[[nodiscard]] Remarks remarks_of(const std::vector<std::string>& parts, const Canvas& canvas);

/// How gnuplot fills areas of a style, after "fs".
[[nodiscard]] std::string fill_of(const Style& style);

/// A number in three digits, or all those before the point: "0.0464", "46.4", "46416".
[[nodiscard]] std::string short_number(double value);

/// How names stand below an axis.
struct NamesBelow {
  std::string rotation;  ///< gnuplot's, " rotate by 30 right"; "" where they fit side by side
  double height_in = 0;  ///< that they take
};
/// Names of places that are so far apart [in].
[[nodiscard]] NamesBelow names_below(const std::vector<std::string>& names, double apart_in);

/// "latency.mean [ms]".
[[nodiscard]] std::string axis_title(const std::string& name, const std::string& unit);

/// Whether an axis is logarithmic: where --log says so, else where its values span a decade.
[[nodiscard]] bool is_logarithmic(const FigureOptions& options, char axis, double least, double most);

/// Throws InputError about a result file.
[[noreturn]] void refuse(const ResultReader& result, const std::string& message, const std::string& hint);

/// The one file. Throws InputError when there are more.
[[nodiscard]] const ResultReader& only_file(const std::vector<ResultReader>& results,
                                            const std::string& figure);

/// The point that is asked for, or the first. Throws InputError with the nearest name.
[[nodiscard]] std::size_t point_of(const ResultReader& result, const FigureOptions& options);

/// Its policies that are asked for, in the file's order. Throws InputError for an unknown one, or for more
/// than there are styles.
[[nodiscard]] std::vector<PolicyRuns> policies_of(const ResultReader& result, std::size_t point,
                                                  const FigureOptions& options);

/// ", at bandwidth=1Mbps" where a file has several points.
[[nodiscard]] std::string place_text(const ResultReader& result, std::size_t point);

/// "at bandwidth=1Mbps" there.
[[nodiscard]] std::string point_remark(const ResultReader& result, std::size_t point);

}  // namespace dimsim::analysis
