#pragma once

#include "analysis/figures/figure.hpp"
#include "analysis/policy_runs.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Width up to which a canvas grows in height [in].
inline constexpr double kWidest = 4.2;

/// The canvas that is asked for, with its height as a share of its width. The width counts up to a column and
/// a fifth of a paper: what spans the text is not made higher.
[[nodiscard]] Canvas canvas_of(const FigureOptions& options, double height_of_width);

/// What all figures begin with: canvas, title, tics and borders.
[[nodiscard]] std::string begin_of(const Canvas& canvas, const FigureOptions& options);

/// A remark in small grey letters at the lower right.
[[nodiscard]] std::string remark_of(const std::string& text);

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

}  // namespace dimsim::analysis
