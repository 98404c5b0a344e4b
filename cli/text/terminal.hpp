#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dimsim::cli {

/// Writes results to stdout, unbuffered. Throws RunError if that fails (disk full, closed pipe).
void print(std::string_view text);

/// Writes a message to stderr. Errors are ignored, as there is no other channel to report them.
void remark(std::string_view text);

/// Whether to show progress: stderr is a terminal.
[[nodiscard]] bool progress_is_wanted();

/// The width of a progress line [columns]: that of the terminal, or 80 if unknown.
[[nodiscard]] std::size_t progress_width();

/// Whether to colour the output of print(): stdout is a terminal and NO_COLOR (no-color.org) is not set.
[[nodiscard]] bool colour_is_wanted();

/// Opens those of the three standard files that are closed, so that no other file gets their numbers and
/// their output. Ignores SIGPIPE and SIGXFSZ, so that a closed pipe or a file size limit is an error to
/// report.
void secure_standard_files();

/// The count with its noun, in the plural unless the count is 1: "1 request", "2,000 requests".
[[nodiscard]] std::string counted(std::uint64_t count, const std::string& noun);

}  // namespace dimsim::cli
