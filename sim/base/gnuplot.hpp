#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace dimsim {

/// The text as a gnuplot string literal; control characters become blanks.
[[nodiscard]] std::string gnuplot_text(std::string_view text);

/// The same for a tic label, where gnuplot would interpret a percent sign as a number format.
[[nodiscard]] std::string gnuplot_tic(std::string_view text);

/// The text as one column of a data file, in double quotes. Double quotes inside become ”, because data files
/// have no escape for them; control characters become blanks.
[[nodiscard]] std::string gnuplot_datum(std::string_view text);

/// The input of gnuplot for one figure. It is also saved next to the figure.
struct Drawing {
  std::string data;      ///< data sets, each after a line "# NAME", with two empty lines between them
  std::string commands;  ///< includes the terminal; the variable `data` holds the name of the data file
};

/// The format by the extension of a file name: "png", "pdf" or "svg", and "tex" if `allow_latex`. Throws
/// InputError for any other extension; `option` names the command-line option in the message.
[[nodiscard]] std::string figure_format(const std::filesystem::path& file, std::string_view option,
                                        bool allow_latex = false);

/// Draws into `output` with gnuplot, without a shell and without the user's own gnuplot settings. The data
/// and the script are saved next to it as .dat and .gp: `gnuplot NAME.gp` in that folder draws the same
/// figure. For .tex there is also a .pdf of the same name, which the .tex file includes. The same drawing
/// gives the same bytes. Throws InputError if a file that does not belong to such a figure would be
/// overwritten. Throws RunError if gnuplot is not installed (with the package to install), if gnuplot fails
/// (with its message) or if a file cannot be written; no partial files are left.
void draw(const Drawing& drawing, const std::filesystem::path& output);

}  // namespace dimsim
