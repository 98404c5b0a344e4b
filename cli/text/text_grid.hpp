#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::cli {

/// Indent of the continuation lines of a wrapped remark.
inline constexpr std::size_t kRemarkIndent = 2;

/// The columns that a text takes on a terminal, counted as UTF-8 code points: double-width and combining
/// characters do not occur in our texts.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text, cut to `width` columns with "…" at the end if it is longer.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t width);

/// The text in lines of at most `width` columns, broken at spaces; words longer than a line are cut. Lines
/// after the first are indented by `indent` columns. Ends with a newline.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

/// The label, and beside it, from `column` on, the wrapped text; below it if the label is too long. Ends with
/// a newline.
[[nodiscard]] std::string hanging(const std::string& label, const std::string& text, std::size_t column,
                                  std::size_t width);

/// Rows of cells. The first column is aligned to the left and the others to the right, each as wide as its
/// widest cell, with `gap` spaces between them. Contract: all rows have the same number of cells.
using Grid = std::vector<std::vector<std::string>>;
[[nodiscard]] std::vector<std::string> lines_of(const Grid& grid, std::size_t gap);

/// The lines of a grid as one text, each with a line end.
[[nodiscard]] std::string grid_text(const Grid& grid, std::size_t gap);

/// The width of the widest line of a grid [columns].
[[nodiscard]] std::size_t width_of(const Grid& grid, std::size_t gap);

}  // namespace dimsim::cli
