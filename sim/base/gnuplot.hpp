#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace dimsim {

/// The text as a literal of gnuplot's language; control characters become blanks.
[[nodiscard]] std::string gnuplot_text(std::string_view text);

/// The same for a name at a tic, where gnuplot takes a percent sign for the begin of a number's format.
[[nodiscard]] std::string gnuplot_tic(std::string_view text);

/// The text as one column of data, in double quotes. Double quotes in it become ”, since data know no way to
/// write them; control characters become blanks.
[[nodiscard]] std::string gnuplot_datum(std::string_view text);

/// A figure for gnuplot, as it is left beside what it draws.
struct Drawing {
  std::string data;      ///< data sets, each after a line "# NAME", with two empty lines between them
  std::string commands;  ///< terminal and all; `data` in them is the name of the file with the data
};

/// "png", "pdf" or "svg", and where LaTeX is known "tex": by the ending of a name that `option` gave. Throws
/// InputError for others.
[[nodiscard]] std::string figure_format(const std::filesystem::path& file, std::string_view option,
                                        bool knows_latex = false);

/// Draws into `output` by gnuplot, without a shell and without the user's own gnuplot settings, and leaves
/// the data and the script beside it, as .dat and .gp: in their folder `gnuplot NAME.gp` draws the same. With
/// .tex there is a .pdf of the same name too, which the former shows. The same drawing gives the same bytes.
/// Throws InputError where a file would be drawn over that is of no such figure; RunError: gnuplot is not
/// installed (naming the package), or failed, with its own words, or a file cannot be written; nothing is
/// half-written then.
void draw(const Drawing& drawing, const std::filesystem::path& output);

}  // namespace dimsim
