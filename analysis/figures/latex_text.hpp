#pragma once

#include "dimsim/base/gnuplot.hpp"

#include <string>
#include <string_view>

namespace dimsim::analysis {

/// A text as LaTeX source that prints it: `%`, `#`, `&`, `_`, `^`, `~`, `<` and `>` are escaped, and
/// characters that exist only in math mode (λ, ×, …) are put there. LaTeX that a user has written is kept:
/// commands, $…$ and braces. Unmatched dollar signs and braces, and backslashes that begin no command, are
/// printed literally.
[[nodiscard]] std::string latex_text(std::string_view text);

/// LaTeX command for a font size [pt], to be put before texts in columns of data: gnuplot's LaTeX terminals
/// use the size only for their layout and do not set it.
[[nodiscard]] std::string latex_size(double points);

/// The same drawing for gnuplot's LaTeX terminals, which write texts to the .tex file unchanged: texts of the
/// commands and quoted texts of the data become latex_text, formats with powers of ten go into math mode, and
/// texts with a font size of their own get a command for it. All others have the size of the document around
/// them: `{\footnotesize\input{FIGURE}}` gives the size that the drawing was laid out for.
[[nodiscard]] Drawing for_latex(const Drawing& drawing);

}  // namespace dimsim::analysis
