#pragma once

#include <string>
#include <string_view>

namespace dimsim {

/// A text as LaTeX shows it: what its language reserves (% & # _ $ ^ ~ { } \) is escaped, and
/// the Greek letters of units and parameters become formulas.
[[nodiscard]] std::string latex_text(std::string_view text);

/// A .tex file of gnuplot's terminal cairolatex, which takes the texts of a figure for LaTeX: now they are
/// shown as they are. A text between dollar signs stays a formula.
[[nodiscard]] std::string with_latex_texts(const std::string& tex);

}  // namespace dimsim
