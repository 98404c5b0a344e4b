#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dimsim::cli {

/// Writes what the user asked for to stdout, at once. Throws RunError when it cannot be written (disk full,
/// closed pipe).
void print(std::string_view text);

/// Writes a message to stderr; where that fails there is nobody to tell.
void remark(std::string_view text);

/// Whether to draw progress: stderr is a terminal.
[[nodiscard]] bool progress_is_wanted();

/// Columns that a line of progress may have: the terminal's, or 80 where that is not known.
[[nodiscard]] std::size_t progress_width();

/// Whether to colour what print() writes: stdout is a terminal, and NO_COLOR (no-color.org) is not set.
[[nodiscard]] bool colour_is_wanted();

/// Makes sure that the three standard files are open, so that no file of ours takes the place of a closed one
/// and gets its output; and that a closed pipe or a file that may not grow is an error to report rather than
/// the end of the process.
void secure_standard_files();

/// The noun in the plural unless there is one of it: "1 request", "2,000 requests".
[[nodiscard]] std::string counted(std::uint64_t count, const std::string& noun);

}  // namespace dimsim::cli
