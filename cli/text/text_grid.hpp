#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::results {

/// Indent of the continuation lines of a wrapped remark.
inline constexpr std::size_t kRemarkIndent = 2;

/// Columns a text takes on a terminal: its UTF-8 code points (none of ours is wide or combining).
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text, cut to `width` columns with "…" at the end where it is longer.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t width);

/// The text in lines of at most `width` columns, broken at spaces (a longer word is cut); lines after the
/// first are indented by `indent`. Ends with a newline.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

/// The label, and beside it from `column` on the text, wrapped; below it where the label is too long. Ends
/// with a newline.
[[nodiscard]] std::string hanging(const std::string& label, const std::string& text, std::size_t column,
                                  std::size_t width);

/// Rows of cells, the first column set to the left, the others to the right, as wide as their widest cell,
/// `gap` spaces between them. All rows have the same number of cells.
using Grid = std::vector<std::vector<std::string>>;
[[nodiscard]] std::vector<std::string> lines_of(const Grid& grid, std::size_t gap);

/// The lines of a grid as one text, each with a line end.
[[nodiscard]] std::string grid_text(const Grid& grid, std::size_t gap);

/// Columns that the lines of a grid take.
[[nodiscard]] std::size_t width_of(const Grid& grid, std::size_t gap);

}  // namespace dimsim::results
