#pragma once

#include "dimsim/base/gnuplot.hpp"

#include <string>
#include <string_view>

namespace dimsim::analysis {

/// A text as LaTeX typesets it: `%`, `#`, `&`, `_`, `^`, `~`, `<` and `>` as such, and letters that it has
/// only as mathematics (λ, ×, …) as that. What is written for LaTeX already stays: commands,
/// within $…$, and braces. Dollar signs and braces without a partner, and backslashes that begin no command,
/// are printed.
[[nodiscard]] std::string latex_text(std::string_view text);

/// What sets a size of letters [pt], as gnuplot's LaTeX terminals do not: they reckon with it only. For texts
/// in columns of data.
[[nodiscard]] std::string latex_size(double points);

/// The same drawing for gnuplot's LaTeX terminals, which hand texts on as they are: the texts of its commands
/// and the quoted ones of its data as latex_text, formats with powers of ten as mathematics, and small texts
/// in their size. The others have the document's: that of `{\footnotesize\input{FIGURE}}` is the drawing's
/// own.
[[nodiscard]] Drawing for_latex(const Drawing& drawing);

}  // namespace dimsim::analysis
