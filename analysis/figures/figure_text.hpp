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

/// Number of characters of a UTF-8 text: its bytes without continuation bytes.
[[nodiscard]] std::size_t length_of(const std::string& text);

/// Number of names that fit in a row of a key above the axes. gnuplot's own estimate assumes narrower
/// letters, which lets the last name extend beyond the canvas.
[[nodiscard]] std::size_t key_columns(const std::vector<std::string>& names, const Canvas& canvas);
/// The command for a key above the axes, in as many columns as fit; `sample` is the length of a line in it,
/// in letters.
[[nodiscard]] std::string key_above(const std::vector<std::string>& names, double sample,
                                    const Canvas& canvas);

/// Height of the title at the top [in]; 0 without one.
[[nodiscard]] double title_height(const FigureOptions& options);

/// Converts a share of the height below the title to a share of the height of the whole canvas.
[[nodiscard]] double below_title(const Canvas& canvas, const FigureOptions& options, double share);

/// The requested canvas with a height of `height_of_width` times its width, plus the title. Only widths up to
/// kWidest count: a figure across the whole text of a paper is not made higher.
[[nodiscard]] Canvas canvas_of(const FigureOptions& options, double height_of_width);

/// The beginning of a figure's commands: canvas, tics, borders and title, with everything else below the
/// title.
[[nodiscard]] std::string begin_of(const Canvas& canvas, const FigureOptions& options);

/// The same for figures that set all margins `at screen`, where gnuplot's `set size` has no effect: these
/// must place them with below_title.
[[nodiscard]] std::string begin_at_screen(const Canvas& canvas, const FigureOptions& options);

/// Remarks in small grey letters at the lower right.
struct Remarks {
  std::string commands;
  double height_in = 0;
};
/// Joins the parts that are not empty; lines break only between parts.
[[nodiscard]] Remarks remarks_of(const std::vector<std::string>& parts, const Canvas& canvas);

/// gnuplot's fill style of a style's areas, as it follows "fs".
[[nodiscard]] std::string fill_of(const Style& style);

/// A number with three significant digits, or all digits before the point: "0.0464", "46.4", "46416".
[[nodiscard]] std::string short_number(double value);

/// Layout of the names below an axis.
struct NamesBelow {
  std::string rotation;  ///< gnuplot option " rotate by 30 right"; "" if they fit side by side
  double height_in = 0;  ///< needed below the axis
};
/// Layout for names at a distance of `apart_in` from each other [in].
[[nodiscard]] NamesBelow names_below(const std::vector<std::string>& names, double apart_in);

/// "latency.mean [ms]".
[[nodiscard]] std::string axis_title(const std::string& name, const std::string& unit);

/// Whether an axis is logarithmic: if --log says so or, without --log, if its values are positive and span a
/// decade.
[[nodiscard]] bool is_logarithmic(const FigureOptions& options, char axis, double least, double most);

/// Throws InputError about a result file.
[[noreturn]] void refuse(const ResultReader& result, const std::string& message, const std::string& hint);

/// The only file. Throws InputError if there are several.
[[nodiscard]] const ResultReader& only_file(const std::vector<ResultReader>& results,
                                            const std::string& figure);

/// Index of the requested point, or 0. Throws InputError with the nearest name, and if all runs of the point
/// failed.
[[nodiscard]] std::size_t point_of(const ResultReader& result, const FigureOptions& options);

/// The requested policies of a point (by default all), in the file's order. Throws InputError for an unknown
/// policy, or for more policies than there are styles.
[[nodiscard]] std::vector<PolicyRuns> policies_of(const ResultReader& result, std::size_t point,
                                                  const FigureOptions& options);

/// ", at bandwidth=1Mbps" if the file has several points, else "".
[[nodiscard]] std::string place_text(const ResultReader& result, std::size_t point);

/// "at bandwidth=1Mbps" likewise.
[[nodiscard]] std::string point_remark(const ResultReader& result, std::size_t point);

}  // namespace dimsim::analysis
